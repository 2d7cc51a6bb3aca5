"""Why the system refused something, in Chinese."""

from __future__ import annotations

import errno

_REASONS: dict[int | type[OSError], str] = {
    FileNotFoundError: "没有这个文件或文件夹",
    PermissionError: "没有权限",
    IsADirectoryError: "这是一个文件夹，不是文件",
    NotADirectoryError: "路径中有一段不是文件夹",
    FileExistsError: "有一个同名的文件挡着",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EROFS: "磁盘是只读的",
    errno.ELOOP: "链接绕成了圈",
}


def reason(error: OSError) -> str:
    """Why an operation failed, in Chinese where it is a common reason."""
    known = _REASONS.get(type(error)) or _REASONS.get(error.errno or 0)
    return known or error.strerror or type(error).__name__
