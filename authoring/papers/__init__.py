"""From blueprint to paper: the blueprint (双向细目表), its requirements, assembly, and the paper."""
