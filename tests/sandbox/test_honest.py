"""What honest notebooks do works behind walls."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from softmark.grading.session import Session
from softmark.model import Limits
from softmark.sandbox.tier import Tier

MODULES = ("keras", "tensorflow", "matplotlib.pyplot", "pandas", "sklearn.model_selection", "sklearn.svm")
WORK = {
    "temporary files": "import tempfile\nwith tempfile.TemporaryDirectory() as f: open(f + '/x', 'w').write('y')",
    "files": "import os, shutil\nopen('a', 'w').write('x')\nshutil.copy2('a', 'b')\n"
    "os.replace('b', 'c')\nos.remove('c')",
    "tables": "import pandas as pd\npd.DataFrame({'a': [1, 2]}).to_csv('t.csv', index=False)\n"
    "assert pd.read_csv('t.csv').a.sum() == 3",
    "arrays": "import numpy as np\nnp.savez('a.npz', a=np.ones(3))\nassert np.load('a.npz')['a'].sum() == 3",
    "pictures": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.savefig('p.png')\nplt.show()",
    "bundled data": "from sklearn.datasets import load_digits\nassert len(load_digits().data) == 1797",
    "several jobs": "from sklearn.datasets import load_iris\nfrom sklearn.model_selection import GridSearchCV\n"
    "from sklearn.svm import SVC\n"
    "assert GridSearchCV(SVC(), {'C': [1, 2]}, n_jobs=2).fit(*load_iris(return_X_y=True)).best_score_ > 0.9",
    "threads": "from concurrent.futures import ThreadPoolExecutor\n"
    "assert list(ThreadPoolExecutor(4).map(abs, range(-9, 0)))[0] == 9",
    "programs": "import subprocess, sys\n"
    "assert subprocess.check_output([sys.executable, '-c', 'print(42)']) == b'42\\n'",
    "shell": "files = !ls /usr\nassert 'lib' in files",
    "programs that are ended": "import subprocess\np = subprocess.Popen(['sleep', '60'])\np.terminate()\n"
    "assert p.wait(10) == -15",
    "forks": "import os\npid = os.fork()\nif pid == 0:\n    print('lost')\n    os._exit(7)\n"
    "assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7",
    "event loops": "import asyncio\nawait asyncio.sleep(0.01)\nasyncio.run_coroutine_threadsafe",
    "who and where": "import os, platform, time\nos.getcwd(), platform.platform(), time.tzname, os.cpu_count()",
    "training": "import keras, numpy as np\nm = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
    "m.compile('sgd', 'mse')\nm.fit(np.ones((64, 4)), np.ones(64), epochs=2, verbose=0)\nm.save('m.keras')\n"
    "assert np.allclose(keras.models.load_model('m.keras').predict(np.ones((1, 4)), verbose=0),"
    " m.predict(np.ones((1, 4)), verbose=0))",
    "compiled training": "import keras, numpy as np\nm = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
    "m.compile('sgd', 'mse', jit_compile=True)\nm.fit(np.ones((64, 4)), np.ones(64), epochs=2, verbose=0)",
    "compiled functions": "import tensorflow as tf\n"
    "assert int(tf.function(lambda a: tf.reduce_sum(a * a), jit_compile=True)(tf.ones(9))) == 9",
    "data pipelines": "import tensorflow as tf\n"
    "d = tf.data.Dataset.range(100).map(lambda n: n * 2, num_parallel_calls=4).cache('c').batch(10).prefetch(2)\n"
    "assert sum(int(b.numpy().sum()) for b in d) == 9900",
    "checkpoints": "import keras, numpy as np\nm = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])\n"
    "m.compile('sgd', 'mse')\nm.fit(np.ones((8, 2)), np.ones(8), verbose=0, epochs=2, callbacks=["
    "keras.callbacks.ModelCheckpoint('best.keras', monitor='loss', save_best_only=True),"
    "keras.callbacks.CSVLogger('log.csv')])\nassert open('log.csv').read()",
}
# What has memory in common with other processes, or sockets; and what writes where it was not told to.
WORK_IN_A_BOX = {
    "pools": "import multiprocessing\nwith multiprocessing.Pool(2) as p:\n    assert p.map(abs, [-1, 2]) == [1, 2]",
    "executors": "from concurrent.futures import ProcessPoolExecutor\nwith ProcessPoolExecutor(2) as p:\n"
    "    assert list(p.map(abs, [-1, 2])) == [1, 2]",
    "fork servers": "import multiprocessing\nwith multiprocessing.get_context('forkserver').Pool(1) as p:\n"
    "    assert p.map(abs, [-1, 2]) == [1, 2]",
    "managers": "import multiprocessing\nwith multiprocessing.Manager() as m:\n    assert list(m.list([1])) == [1]",
    "shared memory": "from multiprocessing.shared_memory import SharedMemory\ns = SharedMemory(create=True, size=99)\n"
    "s.buf[0] = 7\nt = SharedMemory(s.name)\nassert t.buf[0] == 7\nt.close()\ns.close()\ns.unlink()",
    "files in /tmp": "open('/tmp/x', 'w').write('y')\nassert open('/tmp/x').read() == 'y'",
}


@pytest.mark.usefixtures("walls")
def test_kernel_starts_where_paths_are_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets have short names, and there is no network to take their place."""
    long = tmp_path / ("long" * 20)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    with Session(lambda folder: None, 7, Limits()) as session:
        assert session.run("1 + 1").error == ""


@pytest.fixture(scope="module")
def session(walls: Tier) -> Iterator[Session]:
    """One kernel for all of it."""
    with Session(lambda folder: None, 7, Limits(), MODULES) as found:
        yield found


@pytest.mark.parametrize("work", WORK)
def test_it_works(session: Session, work: str) -> None:
    """No error, and no warning that it would not show without walls."""
    executed = session.run(WORK[work])
    assert executed.error == "", executed.outputs
    assert [output for output in executed.outputs if output.get("name") == "stderr"] == []


@pytest.mark.parametrize("work", WORK_IN_A_BOX)
def test_it_works_in_a_box(session: Session, walls: Tier, work: str) -> None:
    """Without one, it is an error of its cell; docs/security.md says so."""
    executed = session.run(WORK_IN_A_BOX[work], seconds=30)
    assert (executed.error == "") == (walls is Tier.FULL), executed.outputs
