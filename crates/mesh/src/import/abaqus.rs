//! Abaqus and CalculiX input: `*NODE` and `*ELEMENT` with a tetrahedral type.

use super::{FileMesh, MeshReadFailure, malformed, number};

enum Block {
    Nodes,
    Tetrahedra { nodes_each: usize },
    Other,
}

pub(super) fn parse(text: &str) -> Result<FileMesh, MeshReadFailure> {
    let mut mesh = FileMesh::default();
    let mut block = Block::Other;
    let mut pending: Vec<u64> = Vec::new();
    for (line, content) in
        text.split('\n').flat_map(|line| line.trim_end_matches('\r').split('\r')).enumerate()
    {
        let content = content.trim();
        if content.starts_with("**") || content.is_empty() {
            continue;
        }
        if content.starts_with('*') {
            refuse_unfinished(&pending, line)?;
            block = block_of(content, line)?;
            continue;
        }
        let mut words = content.split(',').map(str::trim).filter(|w| !w.is_empty());
        match block {
            Block::Nodes => {
                let node = number(words.next(), line)?;
                let mut coordinate = || number(words.next(), line);
                mesh.nodes.push((node, [coordinate()?, coordinate()?, coordinate()?]));
            }
            Block::Tetrahedra { nodes_each } => {
                for word in words {
                    pending.push(number(Some(word), line)?);
                }
                if pending.len() > nodes_each + 1 {
                    let what = format!("element {} has more than its {nodes_each} nodes", pending[0]);
                    return Err(malformed(line, what));
                }
                if pending.len() == nodes_each + 1 {
                    mesh.tetrahedra.push([pending[1], pending[2], pending[3], pending[4]]);
                    pending.clear();
                }
            }
            Block::Other => {}
        }
    }
    refuse_unfinished(&pending, text.lines().count())?;
    Ok(mesh)
}

fn refuse_unfinished(pending: &[u64], line: usize) -> Result<(), MeshReadFailure> {
    match pending.first() {
        Some(element) => Err(malformed(line, format!("element {element} ends before its last node"))),
        None => Ok(()),
    }
}

/// `*NODE`, or `*ELEMENT` with a type such as C3D4, C3D10, C3D10M, C3D10HS. Surface elements enclose nothing and are passed
/// over; other solids would be lost.
fn block_of(keyword: &str, line: usize) -> Result<Block, MeshReadFailure> {
    let keyword: String = keyword.to_ascii_uppercase().split_whitespace().collect();
    let (name, options) = keyword.split_once(',').unwrap_or((&keyword, ""));
    let kind = options.split(',').find_map(|option| option.strip_prefix("TYPE=")).unwrap_or("");
    match (name, kind) {
        ("*NODE", _) => Ok(Block::Nodes),
        ("*ELEMENT", k) if k.starts_with("C3D10") => Ok(Block::Tetrahedra { nodes_each: 10 }),
        ("*ELEMENT", "C3D4" | "C3D4H" | "C3D4T") => Ok(Block::Tetrahedra { nodes_each: 4 }),
        ("*ELEMENT", k) if k.starts_with("C3D") => {
            Err(malformed(line, format!("elements of type {k} are no tetrahedra; split them, or mesh again")))
        }
        ("*INCLUDE", _) => Err(malformed(line, "*INCLUDE is not followed; write everything into one file")),
        _ => Ok(Block::Other),
    }
}
