// SPDX-License-Identifier: Apache-2.0
// Documents that became pictures.
#include "aggregates.hpp"
#include "lists.hpp"

namespace tocsin::store {

std::optional<Document> SqliteDocuments::find(Digest const& document) const {
    auto query = connection_.query("SELECT document, pages FROM documents WHERE document = ?");
    if (!query.with(document).step()) {
        return std::nullopt;
    }
    Document out;
    out.document = query.digest();
    out.pages = digestsFrom(query.text());
    return out;
}

void SqliteDocuments::put(Document const& document) {
    connection_.query("INSERT OR REPLACE INTO documents(document, pages) VALUES(?, ?)")
        .with(document.document, listText(document.pages))
        .run();
}

}  // namespace tocsin::store
