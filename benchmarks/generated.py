"""Banks of generated questions: seeded, of every usual type, with formulas and Chinese text of real length."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from authoring.bank.question_file import question_yaml
from authoring.questions import Question, question_from

SUBJECTS = (
    "发电企业",
    "水泥企业",
    "钢铁企业",
    "电解铝企业",
    "数据中心",
    "造纸企业",
    "玻璃企业",
    "化工企业",
    "航空公司",
    "物流园区",
)
OBJECTS = (
    "燃煤锅炉",
    "余热发电",
    "外购电力",
    "外购热力",
    "石灰石分解",
    "运输车队",
    "制冷剂逸散",
    "污水处理",
    "光伏发电",
    "天然气锅炉",
)
ASPECTS = (
    "核算边界",
    "活动数据",
    "排放因子",
    "数据质量控制",
    "核查程序",
    "配额清缴",
    "减排量计算",
    "计量器具",
    "不确定性",
    "监测频次",
)
TYPES = ("single_choice",) * 5 + ("multiple_choice",) * 2 + ("true_false", "blanks", "numeric")


def questions(count: int, seed: int = 1) -> Iterator[Question]:
    """`count` valid questions; the same seed gives the same ones."""
    draw = random.Random(seed)
    for number in range(1, count + 1):
        yield question_from(_data(number, draw))


def _data(number: int, draw: random.Random) -> dict[str, Any]:
    kind = draw.choice(TYPES)
    domain = f"D{draw.randint(1, 15):02d}"
    who, what, aspect = draw.choice(SUBJECTS), draw.choice(OBJECTS), draw.choice(ASPECTS)
    amount, year = draw.randint(100, 999_999), draw.randint(2021, 2026)
    stem = f"某{who}{year}年{what}涉及 {amount} t 物料，关于其{aspect}，第 {number} 项资料表明 CO₂ 排放"
    data = {
        "id": f"GEN-{domain}-{number:07d}",
        "type": kind,
        "status": draw.choice(("active", "active", "active", "draft")),
        "level": draw.choice(("junior", "intermediate", "senior")),
        "knowledge_points": [f"{domain}-{draw.randint(1, 6):02d}"],
        "cognitive": draw.choice(("remember", "understand", "apply", "analyse")),
        "difficulty": draw.randint(1, 5),
        "marks": 2,
        "seconds": draw.choice((40, 60, 90)),
        "rationale": f"{aspect}应按 {year} 年的要求执行，{what}不能重复计算，也不能遗漏。",
        "sources": ["F01"],
        "author": "题库编写组",
    }
    return data | _FAMILIES[kind](stem, amount, draw)


def _options(draw: random.Random, count: int) -> list[dict[str, Any]]:
    texts = draw.sample(range(1, 2000), count)
    return [
        {"id": letter, "text": f"{draw.choice(OBJECTS)}的第 {text} 种处理方式"}
        for letter, text in zip("ABCDE", texts, strict=False)
    ]


def _single(stem: str, amount: int, draw: random.Random) -> dict[str, Any]:
    formula = rf"（$E={amount}\times 0.99\times\frac{{44}}{{12}}$）" if draw.random() < 0.2 else ""
    return {"stem": f"{stem}{formula}的正确做法是（　　）。", "options": _options(draw, 4), "key": draw.choice("ABCD")}


def _multiple(stem: str, amount: int, draw: random.Random) -> dict[str, Any]:
    return {
        "stem": f"{stem}的正确做法有（　　）。",
        "options": _options(draw, 5),
        "key": sorted(draw.sample("ABCDE", 3)),
    }


def _true_false(stem: str, amount: int, draw: random.Random) -> dict[str, Any]:
    return {"stem": f"{stem}应当单独列出。", "key": draw.random() < 0.5}


def _blanks(stem: str, amount: int, draw: random.Random) -> dict[str, Any]:
    blanks = [{"accepted": [f"第{amount}号", f"{amount}号"]}, {"accepted": ["主管部门"]}]
    return {"stem": f"{stem}按 [[1]] 文由 [[2]] 处理。", "blanks": blanks}


def _numeric(stem: str, amount: int, draw: random.Random) -> dict[str, Any]:
    return {
        "stem": rf"{stem}。已知 $EF=0.5306\ \mathrm{{kgCO_2/(kW\cdot h)}}$，求排放量（tCO₂）。",
        "value": round(amount * 0.5306, 2),
        "unit": "tCO₂",
        "tolerance": {"absolute": 0.5},
    }


_FAMILIES = {
    "single_choice": _single,
    "multiple_choice": _multiple,
    "true_false": _true_false,
    "blanks": _blanks,
    "numeric": _numeric,
}


def write_bank(folder: Path, count: int, seed: int = 1) -> None:
    """A bank folder with `count` questions, a thousand files at most in each sub-folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bank.yaml").write_text("format: 1\nid: generated\nname: 生成题库\nid_prefix: GEN\n", "utf-8")
    for number, question in enumerate(questions(count, seed)):
        file = folder / "questions" / question.domain / f"{number // 1000:03d}" / f"{question.id}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(question_yaml(question), "utf-8")


def retyped(text: str, draw: random.Random) -> str:
    """The text with a few characters left out or exchanged, as when somebody writes it anew."""
    for _ in range(3):
        place = draw.randrange(len(text))
        text = text[:place] + draw.choice(("", "的", "应")) + text[place + 1 :]
    return text
