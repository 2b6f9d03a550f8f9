"""The HTTP API: thin routers over the operations of the rooms beside."""
