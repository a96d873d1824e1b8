"""Databases: how each is had, and how it answers a statement over a table `things`."""

import csv
import glob
import importlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGES = Path(__file__).resolve().parents[2] / "target" / "databases"
VERSIONS = {"duckdb": "2.0.1", "datafusion": "55.0.0", "pyspark": "4.3.0", "sqlglot": "30.30.0"}


def package(name):
    """A package of Python, installed beside the build where it is not there; none where it cannot be had."""
    if str(PACKAGES) not in sys.path:
        sys.path.append(str(PACKAGES))
    try:
        return importlib.import_module(name)
    except ImportError:
        pass
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(PACKAGES), f"{name}=={VERSIONS[name]}"]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        return None
    importlib.invalidate_caches()
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def verdicts(names, rows):
    """Level, rule and outcome by id."""
    at = {name: index for index, name in enumerate(names)}
    number = lambda value: None if value in (None, "") else int(value)
    text = lambda value: None if value in (None, "") else str(value)
    return {
        int(row[at["id"]]): (text(row[at["k"]]), number(row[at["k_rule"]]), text(row[at["k_outcome"]]))
        for row in rows
    }


def casts(fields, types, double="DOUBLE"):
    """A select list that gives columns their types."""
    of = lambda field: {"DOUBLE": double}.get(types[field], types[field])
    cast = lambda field: f"CAST(NULLIF(\"{field}\", '') AS {of(field)}) AS \"{field}\"" if field in types else f'"{field}"'
    return ", ".join(['CAST("id" AS INTEGER) AS "id"'] + [cast(field) for field in fields])


class Sqlite:
    name, dialect, only_parses = f"SQLite {sqlite3.sqlite_version}", "sqlite", False
    is_slow = False

    def answer(self, statement, fields, data, types):
        database = sqlite3.connect(":memory:")
        # A column without a type keeps what it is given, and takes numbers and texts alike.
        columns = ", ".join(["id"] + [f'"{field}" {types.get(field, "TEXT")}' for field in fields])
        database.execute(f"CREATE TABLE things ({columns})")
        value = lambda cell, field: None if cell == "" else {"true": 1, "false": 0}.get(cell, cell) if field in types else cell
        rows = [[row[0]] + [value(cell, field) for cell, field in zip(row[1:], fields)] for row in data]
        database.executemany(f"INSERT INTO things VALUES ({', '.join('?' * (len(fields) + 1))})", rows)
        found = database.execute(statement)
        return verdicts([column[0] for column in found.description], found.fetchall())


class DuckDb:
    dialect, only_parses, is_slow = "duckdb", False, False

    def __init__(self, module):
        self.module, self.name = module, f"DuckDB {module.__version__}"

    def answer(self, statement, fields, data, types):
        database = self.module.connect()
        columns = ", ".join(f"'{field}': 'VARCHAR'" for field in ["id"] + fields)
        with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows(data)
            file.flush()
            form = f"header=false, auto_detect=false, delim=',', quote='\"', escape='\"', columns={{{columns}}}"
            database.execute(f"CREATE TABLE given AS SELECT * FROM read_csv('{file.name}', {form})")
        database.execute(f"CREATE TABLE things AS SELECT {casts(fields, types)} FROM given")
        found = database.execute(statement)
        return verdicts([column[0] for column in found.description], found.fetchall())


class DataFusion:
    dialect, only_parses, is_slow = "ansi", False, False

    def __init__(self, module):
        self.module, self.name, self.arrow = module, f"DataFusion {module.__version__}", package("pyarrow")

    def answer(self, statement, fields, data, types):
        context = self.module.SessionContext()
        columns = {name: [row[index] for row in data] for index, name in enumerate(["id"] + fields)}
        batch = self.arrow.RecordBatch.from_pydict(columns)
        context.register_record_batches("given", [[batch]])
        context.sql(f"CREATE TABLE things AS SELECT {casts(fields, types)} FROM given").collect()
        found = context.sql(statement.rstrip().rstrip(";")).collect()
        names = found[0].schema.names
        return verdicts(names, [row for part in found for row in zip(*[column.to_pylist() for column in part.columns])])


class Spark:
    dialect, only_parses, is_slow = "spark", False, True

    def __init__(self, module):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.sql.shuffle.partitions", "2").config("spark.log.level", "ERROR")
        self.session, self.name = builder.getOrCreate(), f"Spark {module.__version__}"

    def answer(self, statement, fields, data, types):
        schema = ", ".join(f"`{field}` STRING" for field in ["id"] + fields)
        self.session.createDataFrame(data, schema).createOrReplaceTempView("given")
        self.session.sql(f"SELECT {casts(fields, types)} FROM given".replace('"', "`")).createOrReplaceTempView("things")
        found = self.session.sql(statement.rstrip().rstrip(";"))
        return verdicts(found.columns, found.collect())


class Postgres:
    dialect, only_parses, is_slow = "postgres", False, False

    def __init__(self, programs):
        self.programs = programs
        self.folder = tempfile.mkdtemp()
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.server("initdb", "-D", f"{self.folder}/data", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off"
        self.server("pg_ctl", "-D", f"{self.folder}/data", "-l", f"{self.folder}/log", "-w", "-o", options, "start")
        self.name = "PostgreSQL " + self.query("SHOW server_version;").splitlines()[1].split()[0]

    def server(self, program, *arguments):
        command = [f"{self.programs}/{program}", *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    def query(self, text):
        user = "postgres" if os.geteuid() == 0 else os.environ.get("USER", "postgres")
        command = [f"{self.programs}/psql", "-h", self.folder, "-U", user, "-d", "postgres", "-X", "-q", "--csv", "-v", "ON_ERROR_STOP=1"]
        result = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            raise RuntimeError(result.stderr[:2000])
        return result.stdout

    def answer(self, statement, fields, data, types):
        names = ["id"] + fields
        columns = ", ".join(f'"{field}" TEXT' for field in names)
        self.query(f"DROP TABLE IF EXISTS things, given; CREATE TABLE given ({columns});")
        lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in data]
        self.query("COPY given FROM STDIN WITH (FORMAT csv);\n" + "\n".join(lines) + "\n\\.\n")
        self.query(f"CREATE TABLE things AS SELECT {casts(fields, types, 'DOUBLE PRECISION')} FROM given;")
        rows = list(csv.reader(self.query(statement).splitlines()))
        return verdicts(rows[0], rows[1:])

    def stop(self):
        self.server("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


class Parser:
    only_parses, is_slow = True, False

    def __init__(self, module, dialect):
        self.module, self.dialect, self.name = module, dialect, f"sqlglot {module.__version__}"

    def answer(self, statement, fields, data, types):
        self.module.parse_one(statement, read=self.dialect)
        return None


def postgres():
    """The folder of PostgreSQL's programs; none where it cannot be had."""
    find = lambda: sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    if not find() and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], capture_output=True, check=False)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "install", "-qq", "-y", "--no-install-recommends", "postgresql"], capture_output=True, check=False, env=environment)
    found = find()
    return os.path.dirname(found[-1]) if found else None


def start():
    """Every database that can be had; a line for each that cannot."""
    available = [Sqlite()]

    def add(name, had, make):
        if not had:
            print(f"skipped: {name} is absent and cannot be installed")
            return
        try:
            available.append(make(had))
        except Exception as error:  # A database that does not start is a skip, not a fault of the statements.
            print(f"skipped: {name} does not start: {str(error).splitlines()[0] if str(error) else type(error).__name__}")

    add("DuckDB", package("duckdb"), DuckDb)
    add("DataFusion", package("datafusion"), DataFusion)
    add("PostgreSQL", postgres(), Postgres)
    if shutil.which("java"):
        add("Spark", package("pyspark"), Spark)
    else:
        print("skipped: Spark needs Java")
    parser = package("sqlglot")
    add("a parser of tsql", parser, lambda module: Parser(module, "tsql"))
    add("a parser of databricks", parser, lambda module: Parser(module, "databricks"))
    return available


def install():
    """Gets all that can be had, and starts nothing."""
    for name in VERSIONS:
        if name != "pyspark" or shutil.which("java"):
            package(name)
    postgres()


def stop(available):
    for engine in available:
        if hasattr(engine, "stop"):
            engine.stop()


if __name__ == "__main__":
    install()
