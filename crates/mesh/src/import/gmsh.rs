//! gmsh ASCII meshes, formats 2.2 and 4.1.

use super::{FileMesh, MeshReadFailure, malformed, number};

/// gmsh's numbers of the 4-node and the 10-node tetrahedron.
const TETRAHEDRA: [u32; 2] = [4, 11];

/// More tags than gmsh writes: physical group, entity, partitions.
const MOST_TAGS: usize = 10_000;

/// gmsh's numbers of hexahedra, prisms and pyramids, linear and quadratic: solids that would be lost.
const OTHER_SOLIDS: [u32; 9] = [5, 6, 7, 12, 13, 14, 17, 18, 19];

fn refuse_other_solid(kind: u32, at: usize) -> Result<(), MeshReadFailure> {
    match OTHER_SOLIDS.contains(&kind) {
        true => Err(malformed(
            at,
            format!("elements of type {kind} are no tetrahedra; split them, or mesh again"),
        )),
        false => Ok(()),
    }
}

type Lines<'a> = std::iter::Enumerate<std::str::Lines<'a>>;

pub(super) fn parse(text: &str) -> Result<FileMesh, MeshReadFailure> {
    let mut lines = text.lines().enumerate();
    let mut mesh = FileMesh::default();
    let mut is_version_4 = false;
    while let Some((at, line)) = lines.next() {
        match (line.trim(), is_version_4) {
            ("$MeshFormat", _) => is_version_4 = version(&mut lines, at)?,
            ("$Nodes", false) => nodes_2(&mut lines, at, &mut mesh)?,
            ("$Nodes", true) => nodes_4(&mut lines, at, &mut mesh)?,
            ("$Elements", false) => elements_2(&mut lines, at, &mut mesh)?,
            ("$Elements", true) => elements_4(&mut lines, at, &mut mesh)?,
            _ => {}
        }
    }
    Ok(mesh)
}

fn next<'a>(
    lines: &mut Lines<'a>,
    after: usize,
) -> Result<(usize, std::str::SplitWhitespace<'a>), MeshReadFailure> {
    let (at, line) = lines
        .next()
        .ok_or_else(|| malformed(after, "the file ends here, before what it announces; copy it again"))?;
    Ok((at, line.split_whitespace()))
}

/// Whether the format is 4.1 rather than 2.2.
fn version(lines: &mut Lines, after: usize) -> Result<bool, MeshReadFailure> {
    let (at, mut words) = next(lines, after)?;
    let (version, binary) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    match (version, binary) {
        (_, "1") => Err(malformed(at, "the file is binary; save it as ASCII")),
        ("4.1", _) => Ok(true),
        ("2" | "2.1" | "2.2", _) => Ok(false),
        _ => Err(malformed(at, format!("format {version} is not read; save as 4.1 or 2.2"))),
    }
}

fn nodes_2(lines: &mut Lines, after: usize, mesh: &mut FileMesh) -> Result<(), MeshReadFailure> {
    let (mut at, mut words) = next(lines, after)?;
    for _ in 0..number::<u64>(words.next(), at)? {
        (at, words) = next(lines, at)?;
        let node = number(words.next(), at)?;
        mesh.nodes.push((node, position(&mut words, at)?));
    }
    Ok(())
}

fn position(words: &mut std::str::SplitWhitespace, at: usize) -> Result<[f64; 3], MeshReadFailure> {
    let mut coordinate = || number(words.next(), at);
    Ok([coordinate()?, coordinate()?, coordinate()?])
}

fn corners(words: &mut std::str::SplitWhitespace, at: usize) -> Result<[u64; 4], MeshReadFailure> {
    let mut corner = || number(words.next(), at);
    Ok([corner()?, corner()?, corner()?, corner()?])
}

fn elements_2(lines: &mut Lines, after: usize, mesh: &mut FileMesh) -> Result<(), MeshReadFailure> {
    let (mut at, mut words) = next(lines, after)?;
    for _ in 0..number::<u64>(words.next(), at)? {
        (at, words) = next(lines, at)?;
        let kind: u32 = number(words.nth(1), at)?;
        refuse_other_solid(kind, at)?;
        let tags: usize = number(words.next(), at)?;
        if TETRAHEDRA.contains(&kind) {
            if tags > MOST_TAGS {
                return Err(malformed(at, format!("an element with {tags} tags; export the mesh again")));
            }
            (0..tags).for_each(|_| _ = words.next());
            mesh.tetrahedra.push(corners(&mut words, at)?);
        }
    }
    Ok(())
}

fn nodes_4(lines: &mut Lines, after: usize, mesh: &mut FileMesh) -> Result<(), MeshReadFailure> {
    let (mut at, mut words) = next(lines, after)?;
    for _ in 0..number::<u64>(words.next(), at)? {
        (at, words) = next(lines, at)?;
        let count: u64 = number(words.nth(3), at)?;
        let mut numbers = Vec::new();
        for _ in 0..count {
            (at, words) = next(lines, at)?;
            numbers.push(number(words.next(), at)?);
        }
        for node in numbers {
            (at, words) = next(lines, at)?;
            mesh.nodes.push((node, position(&mut words, at)?));
        }
    }
    Ok(())
}

fn elements_4(lines: &mut Lines, after: usize, mesh: &mut FileMesh) -> Result<(), MeshReadFailure> {
    let (mut at, mut words) = next(lines, after)?;
    for _ in 0..number::<u64>(words.next(), at)? {
        (at, words) = next(lines, at)?;
        let kind: u32 = number(words.nth(2), at)?;
        refuse_other_solid(kind, at)?;
        let count: u64 = number(words.next(), at)?;
        for _ in 0..count {
            (at, words) = next(lines, at)?;
            if TETRAHEDRA.contains(&kind) {
                words.next();
                mesh.tetrahedra.push(corners(&mut words, at)?);
            }
        }
    }
    Ok(())
}
