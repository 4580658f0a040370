fn main() {
    bangtin::debug_check(&std::env::args().nth(1).unwrap_or(".".into()));
}
