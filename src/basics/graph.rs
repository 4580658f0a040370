//! What leads back to itself.

/// For every node, whether a way along the edges leads from it back to it. Linear, and no deeper for a long chain.
///
/// `edges` holds for each node the nodes it leads to; what is no node leads nowhere.
pub(crate) fn in_cycles(edges: &[Vec<usize>]) -> Vec<bool> {
    let mut backward = vec![Vec::new(); edges.len()];
    for (from, next) in edges.iter().enumerate() {
        for to in next {
            if let Some(back) = backward.get_mut(*to) {
                back.push(from);
            }
        }
    }
    // Kosaraju: components of the reversed graph, in the order in which a search of the graph has left its nodes.
    let mut found = vec![false; edges.len()];
    let mut seen = vec![false; edges.len()];
    for start in left_last_first(edges) {
        let component = reach(&backward, start, &mut seen);
        let leads_to_itself = edges.get(start).is_some_and(|next| next.contains(&start));
        if component.len() > 1 || leads_to_itself {
            for node in component {
                if let Some(found) = found.get_mut(node) {
                    *found = true;
                }
            }
        }
    }
    found
}

/// The nodes in the reverse of the order in which a depth-first search leaves them.
fn left_last_first(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; edges.len()];
    let mut left = Vec::with_capacity(edges.len());
    for root in 0..edges.len() {
        let mut path = Vec::new();
        enter(root, &mut seen, &mut path);
        while let Some((node, place)) = path.last_mut() {
            match edges.get(*node).and_then(|next| next.get(*place)) {
                Some(next) => {
                    *place += 1;
                    let next = *next;
                    enter(next, &mut seen, &mut path);
                }
                None => {
                    left.push(*node);
                    path.pop();
                }
            }
        }
    }
    left.reverse();
    left
}

fn enter(node: usize, seen: &mut [bool], path: &mut Vec<(usize, usize)>) {
    if let Some(is_seen) = seen.get_mut(node).filter(|is_seen| !**is_seen) {
        *is_seen = true;
        path.push((node, 0));
    }
}

/// Everything not yet seen that a node leads to, and the node.
fn reach(edges: &[Vec<usize>], start: usize, seen: &mut [bool]) -> Vec<usize> {
    let mut open = vec![start];
    let mut reached = Vec::new();
    while let Some(node) = open.pop() {
        if let Some(is_seen) = seen.get_mut(node).filter(|is_seen| !**is_seen) {
            *is_seen = true;
            reached.push(node);
            open.extend(edges.get(node).into_iter().flatten());
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_long_chain_has_no_circle_and_a_long_circle_is_one() {
        let mut edges: Vec<Vec<usize>> = (0..50_000).map(|node| vec![node + 1]).collect();
        assert!(in_cycles(&edges).iter().all(|found| !found));
        edges[49_999] = vec![10];
        let found = in_cycles(&edges);
        assert_eq!(found.iter().filter(|found| **found).count(), 49_990);
        assert!(!found[9] && found[10]);
    }

    proptest! {
        #[test]
        fn a_node_is_in_a_circle_where_following_its_edges_says_so(
            edges in (1usize..9).prop_flat_map(|size| {
                proptest::collection::vec(proptest::collection::vec(0..size, 0..4), size)
            })
        ) {
            let found = in_cycles(&edges);
            for node in 0..edges.len() {
                let mut seen = vec![false; edges.len()];
                let next = edges.get(node).cloned().unwrap_or_default();
                let leads_back = next.iter().any(|next| reach(&edges, *next, &mut seen).contains(&node));
                prop_assert_eq!(found.get(node).copied(), Some(leads_back));
            }
        }
    }
}
