import subprocess
import sys

import impl_eval.statistics as package


def test_importing_the_package_loads_numpy_only() -> None:
    heavy = ("scipy", "pandas", "pingouin", "matplotlib")
    program = f"import sys, impl_eval.statistics; print([name for name in {heavy!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_every_public_name_exists() -> None:
    assert sorted(package.__all__) == sorted(set(package.__all__))
    assert all(hasattr(package, name) for name in package.__all__)
