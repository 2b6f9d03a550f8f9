"""From a blueprint (双向细目表) and a bank to a paper: parallel forms that keep every row, or what stands in the way.

    blueprint, report = load_blueprint("banks/dual-carbon/blueprints/junior.yaml", bank.syllabus)
    result = assemble(blueprint, bank, seed=2026, syllabus=bank.syllabus)
    result.paper or result.shortfalls

Blueprint and bank are data; only `blueprint_files` and the workbook's modules know a file format.
"""
