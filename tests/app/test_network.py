"""`sidetone network`: what is in use, and a password that stands in no file that can be read."""

from pathlib import Path

from tests.support.command import rows, sidetone

SECRET = "harbour-and-hill"


def test_a_proxy_with_its_password_and_a_file_that_does_not_count(profile: Path) -> None:
    nothing = {
        "NO_PROXY": None,
        "no_proxy": None,
        "HTTPS_PROXY": None,
        "https_proxy": None,
        "ALL_PROXY": None,
    }
    [plain] = rows(sidetone("network", "status", "--json", profile=profile, all_proxy=None, **nothing))
    assert (plain["proxy"], plain["in_use"], plain["ca_file"], plain["trouble"]) == (
        "system",
        None,
        None,
        None,
    )
    refused = sidetone(
        "settings", "set", "network.proxy", f"http://ada:{SECRET}@proxy.test:3128", profile=profile
    )
    assert (refused.returncode, SECRET in refused.stderr) == (2, False)
    assert plain["password"] is None
    sidetone("settings", "set", "network.proxy", "proxy.test:3128", profile=profile)
    unused = sidetone("network", "password", profile=profile, stdin=f"{SECRET}\n")
    assert (unused.returncode, "USER@HOST" in unused.stderr) == (2, True), "nobody would ever be given it"
    done = sidetone("settings", "set", "network.proxy", "ada@proxy.test:3128", profile=profile)
    assert done.stdout.strip() == "http://ada@proxy.test:3128"
    assert "password of ada: none" in sidetone("network", "status", profile=profile, **nothing).stdout
    kept = sidetone("network", "password", profile=profile, stdin=f"{SECRET}\n")
    assert (kept.returncode, SECRET in kept.stdout + kept.stderr) == (0, False)
    assert not [
        file for file in profile.rglob("*") if file.is_file() and SECRET.encode() in file.read_bytes()
    ]
    missing = profile / "company.pem"
    sidetone("settings", "set", "network.ca_file", str(missing), profile=profile)
    status = sidetone("network", "status", "--json", profile=profile, **nothing)
    [row] = rows(status)
    assert (status.returncode, row["in_use"], row["password"]) == (1, "proxy.test:3128", True)
    assert row["trouble"] == f"{missing} does not count: no such file or directory."
    assert sidetone("network", "password", "--remove", profile=profile).returncode == 0
