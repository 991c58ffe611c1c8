"""What a Neo4j server or its driver refuses, as one Chinese line that says what to do."""

from __future__ import annotations

from corpus.errors import GraphError

#: Part of a status code -> (what is wrong, what to do); the first that occurs in the code counts.
_BY_CODE: tuple[tuple[str, str, str], ...] = (
    ("Security.Unauthorized", "Neo4j 的用户名或密码不对", "请检查 ANFA_NEO4J_USER 和 ANFA_NEO4J_PASSWORD"),
    (
        "Security.AuthenticationRateLimit",
        "密码错误次数太多，Neo4j 暂时拒绝登录",
        "请等几秒，改正 ANFA_NEO4J_PASSWORD 后再试",
    ),
    ("Security.CredentialsExpired", "Neo4j 的初始密码尚未修改", "请先用 Neo4j Browser 登录一次，按提示改密码"),
    ("Security.Forbidden", "Neo4j 的这个用户没有写入权限", "请换用有写入权限的用户，或请管理员授权"),
    ("Database.DatabaseNotFound", "Neo4j 上没有这个数据库", "请检查 ANFA_NEO4J_DATABASE；社区版只有 neo4j 一个"),
    ("General.WriteOnReadOnlyAccessMode", "查询只能读，不能改图谱", "请只用 MATCH … RETURN"),
    ("Statement.AccessMode", "查询只能读，不能改图谱", "请只用 MATCH … RETURN"),
    ("ReadOnly", "Neo4j 的这个数据库是只读的", "请到可写的服务器或主节点上发布"),
    ("Transaction.TransactionTimedOut", "图查询超时", "请缩小范围（加 WHERE 或 LIMIT），或放宽时间上限"),
    ("Transaction.LockClientStopped", "图查询超时", "请缩小范围（加 WHERE 或 LIMIT），或放宽时间上限"),
    ("OutOfMemory", "Neo4j 内存不足", "请调大服务器的 server.memory.heap.max_size 后重试"),
    ("DatabaseUnavailable", "Neo4j 的数据库此刻不可用", "可能正在启动，也可能磁盘已满：请看服务器的日志和磁盘空间"),
    ("TransactionLogError", "Neo4j 写不了事务日志", "服务器的磁盘可能已满：请腾出空间，重启后再试"),
    ("TransactionCommitFailed", "Neo4j 提交不了事务", "服务器的磁盘可能已满：请腾出空间，重启后再试，已写入的不会丢"),
    ("TransactionStartFailed", "Neo4j 不能开始事务", "服务器的磁盘可能已满：请看服务器的日志和磁盘空间"),
)
_FULL_DISK = ("No space left", "disk is full", "设备上没有空间")


def refusal(error: BaseException) -> GraphError:
    """The error to raise for one of the driver's."""
    from neo4j import exceptions as neo4j

    if isinstance(error, neo4j.ServiceUnavailable | neo4j.SessionExpired):
        return GraphError(
            f"连不上 Neo4j（{_first_line(error)}）", "请检查 ANFA_NEO4J_URI，并确认服务器已启动、网络通畅"
        )
    if any(sign in str(error) for sign in _FULL_DISK):
        return GraphError("Neo4j 服务器的磁盘已满", "请腾出空间后重试；已写入的部分不会丢失")
    code = _code(error)
    for part, problem, advice in _BY_CODE:
        if part in code:
            return GraphError(problem, advice)
    return GraphError(f"Neo4j 查询失败：{_first_line(error)}", "请检查查询语句和参数")


def _code(error: BaseException) -> str:
    return getattr(error, "code", None) or ""


def _first_line(error: BaseException) -> str:
    said = getattr(error, "message", None) or str(error)
    return str(said).partition("\n")[0][:300]
