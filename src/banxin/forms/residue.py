"""Lines that a web page, a forum or a chat leaves around a text, told by their form: breadcrumbs, fields of an index,
buttons, counters.

The words are those of the programs that print such lines, not of any text.
"""

from __future__ import annotations

from banxin.regex import regex

_LONGEST = 160
"""Characters: longer lines are text, whatever they begin with."""

_FIELD = (
    r"(?:索\s*引\s*号|主\s*题\s*(?:分\s*类|词)|组配分类|信息(?:分类|来源|类别|名称)|公文(?:种类|时效|目录)|体裁分类|服务对象|"
    r"(?:发[布文]|公开|成文|生成|生效|失效|废止|更新|上传|归档|生效|录入|添加|印发|创建)(?:日期|时间)|"
    r"发\s*[布文]\s*(?:机\s*[关构]|单\s*位|人)|公开(?:形式|方式|范围|类别|程度|责任部门)|内容概述|关\s*键\s*[词字]|文件编号|统一编号|"
    r"(?:浏览|点击|阅读|访问|查看|点阅|下载)(?:次数|量|数|人数)?|人\s*气|访问量|来源(?:网站|于)?|(?:稿件|文章|信息|消息)来源|"
    r"作\s*者|(?:责任)?编\s*辑|责\s*编|校\s*对|审\s*核|字\s*[号体](?:大小)?|视力保护色?|背景色|分享(?:到)?|语音(?:播报|朗读)|"
    r"上一[篇页条]|下一[篇页条]|当前位置|(?:您|你)?(?:现在)?(?:的|所在)?位置|本文(?:链接|地址|网址)|原文链接|网址|下载地址|"
    r"有\s*效\s*性|效力状态|时\s*效\s*性|是否有效|名\s*称|标\s*题|文\s*号|发文字号|有效期|日期|时间)"
)
_LABELLED = regex(rf"[\[【（(·•\-\s]*{_FIELD}\s*[：:]")
_LABELS = regex(rf"{_FIELD}\s*[：:]")
_STRONG = regex(
    r"[\[【（(·•\-\s]*(?:索\s*引\s*号|主\s*题\s*分\s*类|组配分类|信息(?:分类|来源)|公文(?:种类|时效|目录)|(?:发布|更新|上传|归档|生成|录入|添加)(?:日期|时间)|"
    r"(?:浏览|点击|阅读|访问|查看)(?:次数|量|数)?|人\s*气|访问量|来源(?:网站|于)?|(?:稿件|文章|信息|消息)来源|"
    r"责任编\s*辑|责\s*编|字\s*[号体](?:大小)?|视力保护色?|分享(?:到)?|语音(?:播报|朗读)|上一[篇页条]|下一[篇页条]|"
    r"当前位置|(?:您|你)(?:现在|当前)?(?:的|所在)*位置|本文(?:链接|地址|网址)|原文链接|下载地址|内容概述)\s*[：:]"
)
_CRUMBS = regex(r"[^>＞»›→]{1,40}(?:\s*(?:>>?|＞|»|›)\s*[^>＞»›，。；]{0,60}){2,}|首\s*页\s*(?:>>?|＞|»|›|/|\|)")
_STEP = regex("[>＞»›→]|首\\s*页")
_BUTTONS = regex(
    r"[（(](?:全文|共)?\s*[0-9]+\s*字[）)]|(?:[\[【〖（(]?\s*(?:打\s*印|关\s*闭|关闭(?:窗口|本页)|收\s*藏|加入收藏|返\s*回(?:顶部|首页|列表|上页)?|纠\s*错|分\s*享|转\s*发|"
    r"下\s*载|原文下载|文件下载|附件下载|点击下载|全文下载|大|中|小|首\s*页|菜\s*单|展\s*开|收\s*起|目录导航|网站地图|联系我们|"
    r"字体|字号|复制|举报|评论|点赞|在看|上一篇|下一篇|登录|注册|投稿|查看原文|阅读原文|阅读全文|展开全文|无障碍阅读|本页)\s*[：:]?\s*[\]】〗）)]?"
    r"[\s|｜/·、]*){1,12}"
)
_SENTENCES = regex(
    r"扫一扫|扫码(?:关注|阅读)|长按(?:识别|二维码)|本帖最后由.*编辑|本文由.{0,20}(?:上传|整理|提供|发布)|欢迎(?:来到|访问|光临|关注)|"
    r"(?:以上|以下)内容(?:由|仅供)|版权所有|未经(?:授权|许可|允许).{0,20}(?:转载|使用)|转载请注明|免责声明|(?:声明|提示|温馨提示)[：:].{0,40}(?:转载|版权|侵权|删除)|"
    r"ICP\s*备|公网安备|Copyright|©|相关(?:文章|链接|阅读|新闻|推荐|附件|信息)\s*[：:]?$|热门(?:推荐|文章)|猜你喜欢|更多(?:精彩|内容|>>|»)|"
    r"已下载\s*[0-9]*\s*次|点击(?:此处|这里)(?:下载|查看)|范文(?:网|之家|大全)|^(?:终审|一审|二审|三审|初审|监制|值班编辑|本期编辑)\s*[：:丨|]|^TOP$|点击上方|点击蓝字|蓝字关注|^(?:首页|[一-鿿]{2,6})(?:\s*[|｜]\s*[一-鿿]{2,8}){2,}$|(?:主办|承办|技术支持)单?位?\s*[：:].*(?:主办|承办|技术支持|电话)"
)
_CHAT = regex(
    r"(?:好的|当然(?:可以)?|没问题|收到|明白)[，,！!。：:].{0,80}[：:。！]$|(?:以下|下面)是(?:为您|根据您|按您|一份|一篇|我).{0,60}[：:。]$"
    r"|[（(](?:此处|这里|注[：:]|以上|可).{0,40}(?:修改|补充|填写|替换|调整)[^（()）]{0,12}[）)]$"
    r"|(?:希望|如果?您?|如需|需要我).{0,60}(?:帮助|告诉我|随时|修改|调整|补充)[^。]{0,20}[。！？!?]$"
)
_COUNTED = regex(
    r"^\s*(?:20)?[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?(?:\s+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?\s*(?:来源|作者|浏览|阅读|点击|字号|发布|编辑|人气|\|)"
)


_STAFF = regex(r"作\s*者|编\s*辑|校\s*对|审\s*核|名\s*称|(?<![一-鿿])(?:日期|时间)")
"""Fields that a text has as well."""
_BARE = regex(rf"{_FIELD}\s*[：:]\s*(?P<value>[0-9][0-9\s:/.年月日-]*)?")
"""A field with nothing behind it, or a day and an hour."""
_SPEAKS = regex(
    r"[^\s，。；：:]{1,20}\s+(?:[0-9]{2,4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?\s+)?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?|@\S{1,20}\s.*"
)
"""`小周 09:12`, `@所有人 请回复`: above what somebody says in a chat."""
_GAP = 3
"""A block of fields goes on over two lines that are none."""


def is_residue(text: str) -> bool:
    """`首页 > 政务公开`, `发布时间：2026-03-05 来源：县水务局`, `【打印】【关闭】`: certain by its form alone."""
    if 0 < len(text) <= _LONGEST and _CHAT.match(text):
        return True
    if not 0 < len(text) <= _LONGEST or text[-1] in "。；，、！？":
        return False
    if (
        _STRONG.match(text)
        or (_STEP.search(text) and _CRUMBS.match(text))
        or _BUTTONS.fullmatch(text)
        or _COUNTED.match(text)
    ):
        return True
    if _SENTENCES.search(text):
        return True
    labels = _LABELS.findall(text)
    return len(labels) > 1 and _LABELLED.match(text) is not None and not all(map(_STAFF.match, labels))


def may_be_residue(text: str) -> bool:
    """A field that an index has and a text may have, too: `发文字号：…`, `标题：…`; in a block of residue it is one."""
    found = _LABELLED.match(text) if 0 < len(text) <= _LONGEST else None
    return found is not None and not _STAFF.search(found[0])


def residue(texts: list[str]) -> list[bool]:
    """Which of these lines are residue: those that are by their form, and the fields behind the first of them.

    In a text that begins as a chat does, every line above what somebody says, and the answers of one line at the end.
    """
    found = [is_residue(text) for text in texts]
    top = next((text for text, left in zip(texts, found, strict=True) if not left), "")
    if _SPEAKS.fullmatch(top):
        speakers = [_SPEAKS.fullmatch(text) is not None for text in texts]
        found = [left or speaks for left, speaks in zip(found, speakers, strict=True)]
        at = len(texts) - 1
        while at > 1 and not speakers[at] and speakers[at - 1]:
            found[at], at = True, at - 2
    start = next((at for at, left in enumerate(found) if left), len(found))
    last = start
    for at in range(start, len(found)):  # the fields of the block that begins with the first certain line
        if at - last > _GAP:
            break
        found[at] = found[at] or may_be_residue(texts[at])
        found[at] = found[at] or (found[at - 1] and _BARE.fullmatch(texts[at]) is not None)
        last = at if found[at] else last
    # an index with each value on the line below its name
    named = [at for at in range(start, last - 1) if found[at] and not found[at + 1] and _is_name(texts[at])]
    for at in named if len(named) > 1 else ():
        found[at + 1] = True
    return found


def _is_name(text: str) -> bool:
    match = _BARE.fullmatch(text)
    return match is not None and not match["value"]
