"""What deploy/ says of the app is true of it; no engine for containers runs here, so files are read and taken apart."""

import os
import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from streamlit import config
from streamlit.web.server.starlette import starlette_routes

from scripts.driving import PATIENCE, ROOT, free_port
from scripts.ensure_nginx import find_nginx
from scripts.replicas import NGINX, nginx_files
from tests.deploy.test_nginx import stand_in

DEPLOY = ROOT / "deploy"
TEXTS = {
    path.name: path.read_text(encoding="utf-8")
    for path in DEPLOY.rglob("*")
    if path.is_file() and path.suffix in (".yaml", ".service", "") and path.name != ".env"
}
SECRET = "STREAMLIT_SERVER_COOKIE_SECRET"


def documents(name: str) -> list[dict[str, Any]]:
    """The documents of a YAML file."""
    return list(yaml.safe_load_all((DEPLOY / name).read_text(encoding="utf-8")))


COMPOSE = documents("compose.yaml")[0]["services"]
(_, STATEFUL), (_, PROXY) = (documents(f"kubernetes/{name}.yaml") for name in ("app", "proxy"))


def test_every_variable_is_one_that_streamlit_reads():
    known = {
        "STREAMLIT_" + re.sub(r"([A-Z])", r"_\1", key).replace(".", "_").upper()
        for key in config._config_options_template
    }
    found = {name for text in TEXTS.values() for name in re.findall(r"STREAMLIT_[A-Z_]+", text)}
    assert SECRET in found and found <= known


def test_all_ask_for_the_apps_health_where_the_app_listens():
    health = f"/{starlette_routes.BASE_ROUTE_CORE}/health"
    container = TEXTS["Containerfile"]
    (port,) = re.findall(r"EXPOSE (\d+)", container)
    assert f"'http://127.0.0.1:{port}'" in container and f"'{health[1:]}'" in container
    assert f'"--port", "{port}"' in container
    app = STATEFUL["spec"]["template"]["spec"]["containers"][0]
    assert [p["containerPort"] for p in app["ports"]] == [int(port)]
    for probe in ("readinessProbe", "livenessProbe"):
        assert app[probe]["httpGet"] == {"path": health, "port": "http"}
    listens = re.search(r"listen (\d+);", (NGINX / "nginx.conf").read_text(encoding="utf-8"))
    assert listens and COMPOSE["proxy"]["ports"] == [f"${{PORT:-8080}}:{listens[1]}"]
    assert PROXY["spec"]["template"]["spec"]["containers"][0]["ports"][0]["containerPort"] == int(listens[1])


def test_nothing_starts_without_the_secret_of_cookies_and_none_is_written_down():
    assert COMPOSE["app"]["environment"][SECRET].startswith("${COOKIE_SECRET:?")
    (variable,) = STATEFUL["spec"]["template"]["spec"]["containers"][0]["env"]
    assert variable["name"] == SECRET and "secretKeyRef" in variable["valueFrom"]
    assert "EnvironmentFile=/etc/nnviz.env" in TEXTS["nnviz@.service"]
    assert "SECRET=" not in TEXTS["Containerfile"].partition("FROM")[2]


def test_nobody_is_root_and_nothing_can_be_written_but_tmp():
    container = TEXTS["Containerfile"]
    (user,) = re.findall(r"^USER (\d+)$", container, re.MULTILINE)
    assert int(user) >= 10_000 and "HOME=/tmp" in container and "PYTHONDONTWRITEBYTECODE=1" in container
    for service in COMPOSE.values():
        assert service["read_only"] and service["cap_drop"] == ["ALL"]
        assert [mount.split(":")[0] for mount in service["tmpfs"]] == ["/tmp"]
        assert all(volume.endswith(":ro") for volume in service["volumes"])
    for workload in (STATEFUL, PROXY):
        pod = workload["spec"]["template"]["spec"]
        (one,) = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"] and one["securityContext"]["readOnlyRootFilesystem"]
        assert not one["securityContext"]["allowPrivilegeEscalation"]
        assert [m["mountPath"] for m in one["volumeMounts"] if m["name"] == "tmp"] == ["/tmp"]
    assert STATEFUL["spec"]["template"]["spec"]["securityContext"]["runAsUser"] == int(user)
    assert {"DynamicUser=yes", "ProtectSystem=strict", "PrivateTmp=yes"} <= set(TEXTS["nnviz@.service"].split())


def test_replicas_are_found_by_the_names_that_they_have():
    proxy = COMPOSE["proxy"]["environment"]
    assert proxy["REPLICAS"] == COMPOSE["app"]["deploy"]["replicas"]
    assert proxy["REPLICA_NAME"] == f"{documents('compose.yaml')[0]['name']}-app-%:8501"
    variables = {v["name"]: v["value"] for v in PROXY["spec"]["template"]["spec"]["containers"][0]["env"]}
    assert int(variables["REPLICAS"]) == STATEFUL["spec"]["replicas"] and variables["FIRST"] == "0"
    assert variables["REPLICA_NAME"] == f"{STATEFUL['metadata']['name']}-%.{STATEFUL['spec']['serviceName']}:8501"


def test_the_cluster_gets_every_file_that_the_proxy_wants():
    (kustomization,) = documents("kustomization.yaml")
    assert all((DEPLOY / path).is_file() for path in kustomization["resources"])
    (given,) = kustomization["configMapGenerator"]
    files = {Path(path).name for path in given["files"]}
    assert files == {path.name for path in NGINX.iterdir()} - {"site.conf"}
    volumes = PROXY["spec"]["template"]["spec"]["volumes"]
    assert [v["configMap"]["name"] for v in volumes if "configMap" in v] == [given["name"]]
    services = {d["metadata"]["name"] for name in ("app", "proxy") for d in documents(f"kubernetes/{name}.yaml")}
    (ingress,) = documents("kubernetes/ingress.yaml")
    (path,) = ingress["spec"]["rules"][0]["http"]["paths"]
    assert path["backend"]["service"]["name"] in services


def test_the_container_copies_what_is_there_and_leaves_out_what_may_be_secret():
    named = [line.split()[1:-1] for line in TEXTS["Containerfile"].splitlines() if re.match("COPY [^-]", line)]
    copied = [path for paths in named for path in paths]
    assert {"nnviz", "pages", "app.py", ".streamlit"} <= set(copied)
    assert all((ROOT / path).exists() for path in copied)
    ignored = (ROOT / ".containerignore").read_text(encoding="utf-8")
    assert ignored == (ROOT / ".dockerignore").read_text(encoding="utf-8")
    assert {f"!{path}" for path in copied} == {line for line in ignored.split() if line.startswith("!")}
    assert ".streamlit/secrets.toml" in ignored.split()


def test_the_configuration_for_an_nginx_that_is_there_already_is_one(tmp_path: Path):
    """As Debian lays it out: conf.d is included by a file that we do not write."""
    nginx_files(tmp_path / "nnviz", ["127.0.0.1:8501", "127.0.0.1:8502"], 80)
    (tmp_path / "conf.d").mkdir()
    shutil.move(tmp_path / "nnviz" / "site.conf", tmp_path / "conf.d" / "nnviz.conf")
    unused = " ".join(f"{kind}_temp_path unused;" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    main = tmp_path / "nginx.conf"
    main.write_text(
        f"error_log stderr; pid nginx.pid; events {{}} http {{ access_log off; {unused} include conf.d/*.conf; }}"
    )
    command = [find_nginx(), "-t", "-p", str(tmp_path), "-c", str(main)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = [line for line in done.stderr.splitlines() if "[emerg] bind()" not in line]  # another one may be on port 80
    assert done.returncode == 0 and told, done.stderr


@contextmanager
def following(folder: Path, names: Path, replicas: int) -> Iterator[str]:
    """Run what a container runs, with a `getent` that looks names up in a file; the replicas have one port."""
    port = free_port([replicas])
    etc = folder / "etc"
    nginx_files(etc, ["127.0.0.1:1"], port)
    (etc / "upstreams.conf").unlink()
    tools = folder / "tools"
    tools.mkdir()
    (tools / "nginx").symlink_to(find_nginx() or "")
    (tools / "getent").write_text(f'#!/bin/sh\ngrep " $2$" {names}\n')
    (tools / "getent").chmod(0o755)
    variables = {"REPLICAS": "2", "REPLICA_NAME": f"replica-%:{replicas}", "LOOK_EVERY": "0.1", "WHERE": str(folder)}
    environment = {**os.environ, **variables, "PATH": f"{tools}:{os.environ['PATH']}"}
    process = subprocess.Popen(["sh", etc / "follow.sh"], env=environment, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def answering(url: str) -> str:
    """Which replica answers a visitor with its cookie, or for rooms of votes."""
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, headers={"Cookie": "nnviz_replica=2"}), timeout=5
        ) as got:
            return str(yaml.safe_load(got.read())["number"])
    except OSError as error:
        return str(error)


@pytest.fixture
def moving(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The file of names that nginx looks up, empty at first, and its address; three replicas answer by number."""
    names, port = tmp_path / "names", free_port()
    names.write_text("")
    with (
        stand_in(1, port, "127.0.0.1"),
        stand_in(2, port, "127.0.0.2"),
        stand_in(3, port, "127.0.0.3"),
        following(tmp_path, names, port) as url,
    ):
        yield names, url


of_linux = pytest.mark.skipif(not Path("/proc").exists(), reason="127.0.0.2 is an address of its own on Linux alone")


@of_linux
def test_a_container_that_comes_back_at_another_address_is_found(moving: tuple[Path, str]):
    names, url = moving
    names.write_text("127.0.0.1 replica-1\n")
    wait_for(lambda: answering(f"{url}/playground") == "1")
    names.write_text("127.0.0.1 replica-1\n127.0.0.2 replica-2\n")
    wait_for(lambda: answering(f"{url}/playground") == "2")
    names.write_text("127.0.0.1 replica-1\n127.0.0.3 replica-2\n")
    wait_for(lambda: answering(f"{url}/playground") == "3")


@of_linux
def test_rooms_wait_for_the_first_replica_instead_of_moving_to_another_one(moving: tuple[Path, str]):
    names, url = moving
    names.write_text("127.0.0.2 replica-2\n")
    wait_for(lambda: answering(f"{url}/playground") == "2")
    assert "502" in answering(f"{url}/hall/BCDFG"), "nobody has rooms yet"
    names.write_text("127.0.0.1 replica-1\n127.0.0.2 replica-2\n")
    wait_for(lambda: answering(f"{url}/hall/BCDFG") == "1")
    names.write_text("127.0.0.3 replica-2\n")
    wait_for(lambda: answering(f"{url}/playground") == "3")
    assert answering(f"{url}/hall/BCDFG") == "1", "its name leads nowhere for a moment"
    names.write_text("127.0.0.3 replica-1\n127.0.0.2 replica-2\n")
    wait_for(lambda: answering(f"{url}/hall/BCDFG") == "3")


def test_a_replica_keeps_its_name_while_it_is_not_ready():
    service, _ = documents("kubernetes/app.yaml")
    assert service["spec"]["publishNotReadyAddresses"] is True


def wait_for(state) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE
    while not state():
        assert time.monotonic() < deadline
        time.sleep(0.05)
