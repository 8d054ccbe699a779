"""The page in a real browser without a screen; skipped where none is installed, as perhaps in CI."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sim.report.board.sections import SECTIONS

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND"),
)
ITS_OWN = ("google.com", "googleapis.com", "gstatic.com", "microsoft.com", "msn.com", "bing.com")
"""Whom browsers call by themselves."""
OUTSIDE = "https://outside.example/pixel.png"
browser = next((found for name in BROWSERS if (found := shutil.which(name))), "")
pytestmark = pytest.mark.skipif(not browser, reason="no browser of the Chromium family is installed")


def opened(page: Path, folder: Path, *asked: str) -> str:
    """Open a page in a browser that cannot find any host, and return what it prints."""
    command = [browser, *FLAGS, f"--user-data-dir={folder / 'profile'}", *asked, page.as_uri()]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return done.stdout.decode()


def hosts_asked_for(log: Path) -> set[str]:
    """Return the hosts in a log of the net, but for those that browsers call by themselves."""
    text = log.read_text(encoding="utf-8", errors="replace")
    hosts = set(re.findall(r'"url":"https?://([^/":]+)', text))
    return {host for host in hosts if not host.endswith(ITS_OWN)}


@pytest.fixture
def dom(report: Path, tmp_path: Path) -> str:
    return opened(report, tmp_path, f"--log-net-log={tmp_path / 'net.json'}", "--dump-dom")


def test_a_browser_finds_all_sections_in_order_and_asks_nobody(dom: str, tmp_path: Path) -> None:
    assert re.findall(r'<section id="([a-z]+)"', dom) == list(SECTIONS)
    places = set(re.findall(r'\bid="([^"]+)"', dom))
    assert set(re.findall(r'<a [^>]*href="#([^"]+)"', dom)) <= places
    assert json.loads(re.search(r'id="provenance">(.*?)</script>', dom, flags=re.DOTALL)[1])
    assert hosts_asked_for(tmp_path / "net.json") == set()


def test_a_request_to_the_outside_would_be_seen(report: Path, tmp_path: Path) -> None:
    page = report.read_text(encoding="utf-8").replace("<main", f'<img alt="" src="{OUTSIDE}"><main')
    report.write_text(page, encoding="utf-8")
    opened(report, tmp_path, f"--log-net-log={tmp_path / 'net.json'}", "--dump-dom")

    assert hosts_asked_for(tmp_path / "net.json") == {"outside.example"}


def test_it_prints_on_a4_with_what_is_folded_away(report: Path, tmp_path: Path) -> None:
    printed = pages_of(report, tmp_path)
    report.write_text(without_details(report), encoding="utf-8")
    shorter = pages_of(report, tmp_path)

    assert len(printed) > len(SECTIONS)
    assert len(printed) > len(shorter) >= len(SECTIONS) - 1
    assert all((round(float(width)), round(float(height))) == (595, 842) for width, height in printed)


def pages_of(page: Path, folder: Path) -> list[tuple[str, str]]:
    """Return width and height of each printed page [1/72 inch]."""
    pdf = folder / "report.pdf"
    opened(page, folder, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    return re.findall(r"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf.read_bytes().decode("latin-1"))


def without_details(page: Path) -> str:
    return re.sub(r"<details>.*?</details>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
