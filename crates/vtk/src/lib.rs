//! Everything ParaView reads: vtu, vtp, pvd.
