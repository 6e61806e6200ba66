package import Connector
internal import Spelling

extension [StreamDescriptor] {
    /// The streams that somebody wants of a connector, in their order and each once; all where nobody said.
    ///
    /// Throws when there is no stream of a name.
    package func selecting(_ names: [String]?, of connector: String) throws(Failure) -> [StreamDescriptor] {
        guard let names else { return self }
        var selected: [StreamDescriptor] = []
        for name in names where !selected.contains(where: { $0.name == name }) {
            guard let stream = first(where: { $0.name == name }) else {
                let near = nearestName(to: name, among: map(\.name)).map { "; did you mean `\($0)`?" } ?? ""
                throw Failure(
                    .config, "\(connector) has no stream `\(name.shortened)`\(near)",
                    hint: "`curlew streams --connector \(connector)` lists them")
            }
            selected.append(stream)
        }
        return selected
    }
}
