"""Server, advisor and customer side by side on this display, for a person to try."""

import shutil
from pathlib import Path

from benchmarks.harness.organisation import CLIENT, organisation, program


def run_interactive(out: Path) -> int:
    """Open everything and wait until the person closes both windows."""
    stage = out / "stage"
    shutil.rmtree(stage, ignore_errors=True)
    with organisation(stage / "office") as office, program(office.agent_command(stage / "advisor")) as advisor:
        code = advisor.waits_for_line("code ").removeprefix("code ")
        brand = office.folder / f"brand-{office.port}.json"
        office.brand_through(office.port)
        command: list[str | Path] = [*CLIENT, "--brand", brand, "--connect", code, "--profile", stage / "customer"]
        with program(command) as customer:
            print(f"The advisor's window shows the number {code}; the customer's window has it typed already.")
            print("Close both windows to end the demo.")
            customer_code = customer.process.wait()
            advisor_code = advisor.process.wait()
    return customer_code or advisor_code
