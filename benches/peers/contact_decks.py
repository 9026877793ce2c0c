"""The contact decks in CalculiX and in osteotome, run in turns on one thread: processor time, peak memory, displacement.

    python3 contact_decks.py DECK.inp[.xz] [--runs 3] [--variants] [--quadratic]

Needs `ccx` (Debian's calculix-ccx) on the path and `cargo build --release -p osteotome-contact --example peer_deck`.
--variants runs CalculiX on altered decks instead: sides swapped, no friction, stiffer contact, steeper stick slope, finer
increments. They show where its answer comes from. --quadratic adds osteotome on the same tetrahedra with ten nodes.
"""
import argparse, lzma, os, pathlib, re, shutil, statistics, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
OSTEOTOME = ROOT / "target/release/examples/peer_deck"
PENALTY = ("PRESSURE-OVERCLOSURE=LINEAR\n50000\n", "PRESSURE-OVERCLOSURE=LINEAR\n500000\n")
STICK = ("\n0.4,10000\n", "\n0.4,100000\n")
SMOOTH = ("*FRICTION\n0.4,10000\n", "")
SWAP = ("SD,SP\n*BOUNDARY", "SP,SD\n*BOUNDARY")
FINE = ("0.05,1.,1e-6,0.1", "0.02,1.,1e-6,0.02")
VARIANTS = {
    "as given": [],
    "stiffer contact": [PENALTY],
    "steeper stick slope": [STICK],
    "no friction": [SMOOTH],
    "sides swapped": [SWAP],
    "sides swapped, stiffer contact": [SWAP, PENALTY],
    "sides swapped, finer increments, steeper stick slope": [SWAP, FINE, STICK],
    "sides swapped, no friction": [SWAP, SMOOTH],
    "sides swapped, no friction, stiffer contact": [SWAP, SMOOTH, PENALTY],
}


def deck_text(path):
    opened = lzma.open(path, "rt") if path.endswith(".xz") else open(path)
    with opened as file:
        return file.read().replace("SOLVER=PARDISO", "SOLVER=SPOOLES")


def timed(command, folder):
    """Processor seconds and peak memory (MB) of one run, and what it printed."""
    log = folder / "log"
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        os.environ.update(OMP_NUM_THREADS="1", RAYON_NUM_THREADS="1")
        os.execvp(command[0], command)
    _, status, usage = os.wait4(child, 0)
    return usage.ru_utime, usage.ru_maxrss / 1024, log.read_text(errors="replace"), status


def load_shares(text):
    shares = {}
    for node, force in re.findall(r"(?m)^(\d+),[123],(\S+)$", text.split("*CLOAD")[1].split("*NODE PRINT")[0]):
        shares[int(node)] = shares.get(int(node), 0.0) + float(force) ** 2
    return {node: square**0.5 for node, square in shares.items()}


def mean_displacement(dat, shares):
    """The last block of displacements, weighted by the loads."""
    block = dat.split("displacements (vx,vy,vz)")[-1].split("total number")[0]
    rows = re.findall(r"(?m)^ +(\d+) +(\S+) +(\S+) +(\S+)$", block)
    total = sum(shares.values())
    return [sum(shares.get(int(row[0]), 0.0) * float(row[axis]) for row in rows) / total for axis in (1, 2, 3)]


def calculix(text, folder):
    (folder / "deck.inp").write_text(text)
    seconds, memory, _, status = timed(["ccx", "deck"], folder)
    if status or "displacements" not in (folder / "deck.dat").read_text():
        return seconds, memory, None
    return seconds, memory, mean_displacement((folder / "deck.dat").read_text(), load_shares(text))


def osteotome(text, folder, order):
    (folder / "own.inp").write_text(text)
    seconds, memory, printed, _ = timed([str(OSTEOTOME), str(folder / "own.inp"), order], folder)
    found = re.search(r"displacement_mm (\S+) (\S+) (\S+)", printed)
    return seconds, memory, [float(value) for value in found.groups()] if found else None


def show(name, results):
    seconds, memory = (statistics.median(result[k] for result in results) for k in (0, 1))
    where = results[-1][2]
    place = " ".join(f"{value:8.4f}" for value in where) if where else "no result"
    print(f"{name:55} {seconds:8.2f} s {memory:7.0f} MB  {place}", flush=True)
    return seconds, memory


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("deck")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--variants", action="store_true")
    parser.add_argument("--quadratic", action="store_true")
    chosen = parser.parse_args()
    text, folder = deck_text(chosen.deck), pathlib.Path(tempfile.mkdtemp())
    if chosen.variants:
        for name, changes in VARIANTS.items():
            altered = text
            for old, new in changes:
                altered = altered.replace(old, new)
            show("CalculiX " + name, [calculix(altered, folder)])
    else:
        pairs = [(osteotome(text, folder, "linear"), calculix(text, folder)) for _ in range(chosen.runs)]
        own, peer = show("osteotome", [pair[0] for pair in pairs]), show("CalculiX", [pair[1] for pair in pairs])
        print(f"CalculiX / osteotome: time {peer[0] / own[0]:.1f}, memory {peer[1] / own[1]:.2f}")
        if chosen.quadratic:
            show("osteotome, ten-node tetrahedra", [osteotome(text, folder, "quadratic")])
    shutil.rmtree(folder)


main()
