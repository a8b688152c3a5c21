"""Run by `render.py` in a process of its own: one typst compilation, then the process ends.

Why a process: some texts make typst panic, a template can loop or ask for gigabytes, the compiler keeps a cache that
holds personal data, and a template could make the server download a package. Here each of these ends with the
process, inside its limits. This file imports only the standard library and typst, and is run by its path.

In on stdin, JSON: {root, data, standards, created_at, memory_bytes, cpu_seconds}. Out on stdout: the PDF; or, with exit
status 2, the diagnosis as JSON {message, hints} on stdout.
"""

import json
import os
import resource
import sys

TEMPLATE_FAILED = 2


def main() -> int:
    """Compile, answer on stdout, and say by the exit status which of the two it is."""
    order = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (order["memory_bytes"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (order["cpu_seconds"],) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import typst  # after the limits, which then hold for its threads too

    answer = os.fdopen(os.dup(1), "wb")
    try:
        pdf = typst.compile(
            os.path.join(order["root"], "main.typ"),
            root=order["root"],
            font_paths=typst.Fonts(include_system_fonts=False),
            ignore_system_fonts=True,
            package_path=os.path.join(order["root"], "no-packages"),
            package_cache_path=os.path.join(order["root"], "no-packages"),
            format="pdf",
            sys_inputs={"data": order["data"]},
            pdf_standards=order["standards"],
            timestamp=order["created_at"],
        )
    except typst.TypstError as error:
        answer.write(json.dumps({"message": error.message, "hints": error.hints}).encode())
        return TEMPLATE_FAILED
    answer.write(pdf)
    answer.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
