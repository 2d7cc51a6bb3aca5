"""The commands `banxin styles …`: which styles there are, what they say, a new one, and whether one is right."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from banxin.cli.help import Command, Group
from banxin.cli.output import cell, say, say_bytes, say_lines, say_table, table
from banxin.errors import OutputError, StyleError

app = typer.Typer(cls=Group, help="查看、新写、查验样式。", no_args_is_help=True)

Style = Annotated[str, typer.Argument(help="样式名或样式文件", metavar="样式")]


@app.command("list", cls=Command)
def list_styles() -> None:
    """列出现有的样式，各在哪里。"""
    from banxin.style import available, load

    for found in available():
        try:
            title = load(str(found.path)).title
        except StyleError as error:
            title = f"有错：{error}"
        place = found.origin if found.origin == "随附" else f"{found.origin} {found.path}"
        say(f"{found.name}\t{title}\t{place}")


@app.command("show", cls=Command)
def show_style(
    name: Style = "gbt9704",
    *,
    diff: Annotated[bool, typer.Option("--diff", help="只列与 GB/T 9704 不同之处，注明条款和强度")] = False,
) -> None:
    """显示一个样式的全部数值。"""
    from banxin.style import load_whole

    loaded = load_whole(name)
    if not diff:
        from banxin.style.export import in_full

        say_lines(in_full(loaded))
        return
    from banxin.style.deviations import deviations

    found = deviations(loaded)
    if not found:
        say(f"{loaded.style.title}：与 GB/T 9704—2012 没有不同之处。")
        return
    listed = table("键", "这里", "国标", "条款", "强度", "含义")
    for one in found:
        says = one.meaning
        texts = ".".join(one.keys), one.value, one.standard, says.clause or "—", says.strength.value, says.text
        listed.add_row(*map(cell, texts))
    say_table(listed)
    say(f"{loaded.style.title}：与 GB/T 9704—2012 有 {len(found)} 处不同。")
    say("强度：国标说得有多定；必须 = 没有余地，一般、推荐 = 容许别的做法，惯例 = 国标没有规定。")


_LONGEST_NAME = 60
"""Characters, which a file's name has room for even where each takes four bytes."""


@app.command("new", cls=Command)
def new_style(
    name: Annotated[str, typer.Argument(help="样式的名称，如 本县", metavar="名称", show_default=False)],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="写到哪个文件；不写则是 styles/名称.yaml", metavar="文件", show_default=False
        ),
    ] = None,
) -> None:
    """写出一份新样式：在国标上只写不同之处，常用的选择都在里面，去掉 # 就生效。"""
    from banxin import storage
    from banxin.style.export import SCHEMA_FILE, json_schema, overlay
    from banxin.style.find import STANDARD, is_path

    name = name.strip(" “”")  # as messages show it
    if is_path(name) or not name or not name.isprintable() or len(name) > _LONGEST_NAME:
        raise typer.BadParameter(f"“{name}”不能作样式的名称（提示：名称如“本县”，文件用 -o 指定）")
    if name == STANDARD:
        raise typer.BadParameter(f"{STANDARD} 是国标本身（提示：请另起一个名称）")
    target = output or Path("styles") / f"{name}.yaml"
    if storage.standing(str(target)) is not None:
        raise OutputError("已经有了，没有改动它", place=str(target), remedy="请另起一个名称，或用 -o 另写一个文件")
    files = {str(target): overlay(name, target).encode()}
    schema, wanted = str(target.parent / SCHEMA_FILE), _json(json_schema())
    standing = storage.standing(schema)
    if standing is None:
        files[schema] = wanted
    storage.write_all(files, over=dict.fromkeys(files))
    say(f"{target}")
    if standing is not None and standing.data != wanted:
        remedy = "如果是以前的 banxin 写的，请删掉它，再把 banxin styles schema 的输出存成它"
        say(f"注意：{schema}: 已经有了，和现在的不同，没有动它（提示：{remedy}）", err=True)
    used = name if output is None else str(target)
    say(f"改好以后运行：banxin styles validate {target}；排版：banxin convert 材料.txt --style {used}", err=True)


@app.command("learn", cls=Command)
def learn_style(
    samples: Annotated[
        list[Path], typer.Argument(help="排好的 Word 文件，可以几份", metavar="样板…", show_default=False)
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="写到哪个文件，如 styles/本县.yaml", metavar="文件", show_default=False),
    ],
    *,
    force: Annotated[bool, typer.Option("--force", help="已有的样式文件也换掉，原来的留作 名.bak.yaml")] = False,
) -> None:
    """从排好的 Word 文件学出样式：只写与国标不同之处，注明几段中有几段如此；拿不准的列成表。"""
    from banxin import storage
    from banxin.learning import learn
    from banxin.style.find import ENDINGS, STANDARD

    if not output.name.endswith(ENDINGS) or output.stem == STANDARD:
        raise typer.BadParameter(f"“{output}”不能作样式文件（提示：写成 styles/本县.yaml 这样，不能叫 {STANDARD}）")
    target = str(output)
    standing = storage.standing(target)
    if standing is not None and not (force and standing.data is not None):
        raise OutputError("已经有了，没有改动它", place=target, remedy="请用 -o 另写一个文件；确要换掉它，用 --force")
    read = [
        (str(path), storage.read(str(path), max_size=storage.limit(str(path), storage.MAX_SIZE))) for path in samples
    ]
    found = learn(read, output.stem)
    kept = storage.write_all(
        {target: found.text.encode()}, over={target: standing}, keep=[target] if standing is not None else ()
    )
    say(target)
    for place in kept.values():
        say(f"原来的样式留作 {place}", err=True)
    say(f"学到与国标不同之处 {len(found.lessons)} 处，都写在文件里。", err=True)
    if found.doubts:
        listed = table("键", "样板里", "没有写的原因", "含义")
        for one in found.doubts:
            listed.add_row(*map(cell, (".".join(one.keys), one.seen, one.reason, _meaning(one.keys))))
        say_table(listed)
        say(f"拿不准的有 {len(found.doubts)} 处，没有写进样式，照国标；要照样板，请自己写进文件。", err=True)
    say(f"查验：banxin styles validate {target}；对照：banxin styles show {target} --diff", err=True)


def _meaning(keys: tuple[str, ...]) -> str:
    from banxin.style.meaning import meaning

    above = meaning(keys[:-1]).text.partition("；")[0] if len(keys) > 2 else ""  # noqa: PLR2004 - elements.title.size
    return f"{above}：{meaning(keys).text}" if above else meaning(keys).text


@app.command("validate", cls=Command)
def validate(
    files: Annotated[list[str], typer.Argument(help="样式文件，或样式名", metavar="样式文件…", show_default=False)],
) -> None:
    """查验样式文件：一次列出全部错误，和值得再看一眼的地方。"""
    from banxin.style import load_whole
    from banxin.style.find import is_file, is_path
    from banxin.style.remarks import remarks

    failed = False
    for name in files:
        try:
            loaded = load_whole(name if is_path(name) or not is_file(Path(name)) else f"./{name}")
        except StyleError as error:
            failed = True
            for fault in (error, *error.others):
                say(f"错误：{fault}", err=True)
            continue
        for remark in remarks(loaded):
            hint = f"（提示：{remark.remedy}）" if remark.remedy else ""
            say(f"注意：{remark.place}: {remark.problem}{hint}", err=True)
        say(f"{name}\t没有错误")
    if failed:
        raise typer.Exit(2)


@app.command("schema", cls=Command)
def schema() -> None:
    """输出样式文件的 JSON Schema，供编辑器提示和查验。"""
    from banxin.style.export import json_schema

    say_bytes(_json(json_schema()))


def _json(value: object) -> bytes:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
