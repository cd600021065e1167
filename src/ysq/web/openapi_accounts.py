"""The administrators' part of the description: accounts, their roles and passwords, and units."""

from collections.abc import Mapping

from ysq.web.openapi_parts import BODY, body, ok, operation, path_parameter

_BASE = "/api/v1"
_ID = "3f2c8a52-6f0e-4a7e-9c3b-0d1f5e7a9b10"
_SECURED: Mapping[str, object] = {"security": ({"session": ()},)}
_DONE = {"204": {"description": "Done"}}
_NEW = {"login": "zhang.yi", "name": "张一", "agency_id": 2, "kind": "staff"}
_ROLE = {"agency_id": 2, "role": "clerk"}
_READ = (401, 403, 503)
_CHANGE = (401, 403, 404, 409, 503)


def account_paths() -> Mapping[str, object]:
    """Path -> method -> operation."""
    return {**_accounts(), **_one_account(), **_units()}


def _accounts() -> Mapping[str, object]:
    place = {"Location": {"description": "Where the account is", "schema": {"type": "string"}}}
    return {
        f"{_BASE}/accounts": {
            "get": operation("accounts", "The accounts that the administrator reaches", ok("Roll"), _READ, **_SECURED),
            "post": operation(
                "addAccount", "Make an account; its first password is in this answer only",
                ok("AccountMade", 201, place), [*BODY, *_READ, 409], requestBody=body("NewAccount", _NEW), **_SECURED,
            ),
        }
    }  # fmt: skip


def _one_account() -> Mapping[str, object]:
    one = {"parameters": [path_parameter("account_id", {"type": "string", "format": "uuid"}, _ID)], **_SECURED}
    base = f"{_BASE}/accounts/{{account_id}}"
    role, taken = body("Appointment", _ROLE), body("Dismissal", _ROLE)
    tell, asked = operation, [*BODY, *_CHANGE]
    return {
        base: {"get": tell("account", "One account with its roles", ok("Enrolled"), [*_READ, 404], **one)},
        f"{base}/appointments": {
            "post": tell("appoint", "Give a role", ok("Enrolled"), asked, requestBody=role, **one)
        },
        f"{base}/dismissals": {
            "post": tell("dismiss", "Take a role back", ok("Enrolled"), asked, requestBody=taken, **one)
        },
        f"{base}/disable": {"post": tell("disableAccount", "Disable it; its sessions end", _DONE, _CHANGE, **one)},
        f"{base}/enable": {"post": tell("enableAccount", "Enable it again", _DONE, _CHANGE, **one)},
        f"{base}/password": {
            "post": tell("resetPassword", "A new first password, told once", ok("FirstPassword"), _CHANGE, **one)
        },
        f"{base}/sessions": {"delete": tell("endSessions", "End every session of it", _DONE, _CHANGE, **one)},
    }  # fmt: skip


def _units() -> Mapping[str, object]:
    new = body("NewUnit", {"agency_id": 2, "code": "GHK", "name": "规划股"})
    return {
        f"{_BASE}/units": {
            "get": operation("units", "The units of the agencies that the administrator reaches", ok("Units"), _READ,
                             **_SECURED),
            "post": operation("keepUnit", "Make a unit, or give the one with this code another name", ok("Unit"),
                              [*BODY, *_READ, 409], requestBody=new, **_SECURED),
        }
    }  # fmt: skip
