// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <pugixml.hpp>
#include <set>
#include <sstream>

#include "docx_text.hpp"
#include "fill_text.hpp"
#include "tocsin/documents/archive.hpp"
#include "tocsin/documents/fill.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::documents {
namespace {

constexpr int kMostDepth = 200;
constexpr std::size_t kMostAddedBytes = 64 << 20;

/// All that is in the file comes back: comments, declarations, spaces. No DOCTYPE.
constexpr unsigned kParsed = pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_comments |
                             pugi::parse_pi | pugi::parse_declaration;

Error invalid(std::string message) {
    return {Errc::invalid, std::move(message)};
}

bool is(pugi::xml_node node, char const* name) {
    return std::strcmp(node.name(), name) == 0;
}

/// Texts of a paragraph itself, not of text boxes in it.
void collectTexts(pugi::xml_node node, std::vector<pugi::xml_node>& out) {
    for (auto const child : node.children()) {
        if (is(child, "w:t")) {
            out.push_back(child);
        } else if (!is(child, "w:p")) {
            collectTexts(child, out);
        }
    }
}

/// Paragraphs of a row itself, not of tables in it.
void collectParagraphs(pugi::xml_node node, std::vector<pugi::xml_node>& out) {
    for (auto const child : node.children()) {
        if (is(child, "w:p")) {
            out.push_back(child);
        } else if (!is(child, "w:tbl")) {
            collectParagraphs(child, out);
        }
    }
}

std::string joinedText(pugi::xml_node paragraph) {
    std::vector<pugi::xml_node> texts;
    collectTexts(paragraph, texts);
    std::string out;
    for (auto const& text : texts) {
        out += text.text().get();
    }
    return out;
}

/// The text's lines with breaks between them, in the text's own run.
void setLines(pugi::xml_node text, std::string_view value) {
    auto const set = [](pugi::xml_node node, std::string_view line) {
        node.remove_attribute("xml:space");
        node.append_attribute("xml:space") = "preserve";
        node.text().set(std::string(line).c_str());
    };
    auto run = text.parent();
    auto end = value.find('\n');
    set(text, value.substr(0, end));
    while (end != std::string_view::npos) {
        value.remove_prefix(end + 1);
        end = value.find('\n');
        auto const lineBreak = run.insert_child_after("w:br", text);
        text = run.insert_child_after("w:t", lineBreak);
        set(text, value.substr(0, end));
    }
}

std::size_t sizeOf(pugi::xml_node node) {
    std::ostringstream out;
    node.print(out, "", pugi::format_raw);
    return out.str().size();
}

class Filler {
public:
    explicit Filler(Filling const& filling) : filling_(filling) {}

    Result<std::string> part(ArchiveEntry const& entry) {
        if (!isUtf8(entry.bytes) || entry.bytes.find("<!DOCTYPE") != std::string::npos) {
            return invalid(fmt::format("{}: not XML in UTF-8 without DOCTYPE", entry.name));
        }
        pugi::xml_document tree;
        auto const parsed =
            tree.load_buffer(entry.bytes.data(), entry.bytes.size(), kParsed, pugi::encoding_utf8);
        if (!parsed) {
            return invalid(fmt::format("{}: not well-formed XML: {} at byte {}", entry.name,
                                       parsed.description(), parsed.offset));
        }
        changed_ = false;
        if (!isShallow(tree)) {
            return invalid(fmt::format("{}: nested deeper than {}", entry.name, kMostDepth));
        }
        walk(tree, nullptr);
        if (added_ > kMostAddedBytes) {
            return invalid(fmt::format("{}: the filled form would be too large", entry.name));
        }
        if (!changed_) {
            return entry.bytes;
        }
        std::ostringstream out;
        tree.save(out, "", pugi::format_raw, pugi::encoding_utf8);
        return out.str();
    }

    Filled filled(std::string bytes) const {
        return {std::move(bytes), {unknown_.begin(), unknown_.end()}, {used_.begin(), used_.end()}};
    }

private:
    /// The row of a table that is being repeated.
    struct Row {
        std::string table;
        std::map<std::string, Cell> const* cells = nullptr;  ///< none: the table has no rows
    };

    /// Without recursion: what is too deep for it is found here.
    static bool isShallow(pugi::xml_document const& tree) {
        struct Depth : pugi::xml_tree_walker {
            bool for_each(pugi::xml_node&) override { return depth() < kMostDepth; }
        } walker;
        return const_cast<pugi::xml_document&>(tree).traverse(walker);
    }

    void walk(pugi::xml_node node, Row const* row) {
        for (auto child = node.first_child(); child && added_ <= kMostAddedBytes;) {
            auto const next = child.next_sibling();
            auto const table = is(child, "w:tr") && row == nullptr ? tableOf(child) : std::nullopt;
            if (table) {
                repeat(child, *table);
            } else {
                if (is(child, "w:p")) {
                    fill(child, row);
                }
                walk(child, row);
            }
            child = next;
        }
    }

    /// The table that a row of the form asks for.
    std::optional<std::string> tableOf(pugi::xml_node row) const {
        std::vector<pugi::xml_node> paragraphs;
        collectParagraphs(row, paragraphs);
        for (auto const& paragraph : paragraphs) {
            for (auto const& placeholder : placeholdersIn(joinedText(paragraph))) {
                auto const table = placeholder.name.substr(0, placeholder.name.find('.'));
                if (table.size() < placeholder.name.size() && filling_.tables.contains(table)) {
                    return table;
                }
            }
        }
        return std::nullopt;
    }

    /// A table without rows keeps one, empty: Word takes none without.
    void repeat(pugi::xml_node row, std::string const& table) {
        auto const& rows = filling_.tables.at(table);
        auto parent = row.parent();
        auto const size = sizeOf(row);
        for (auto const& cells : rows) {
            added_ += size;
            if (added_ > kMostAddedBytes) {
                return;
            }
            Row const filling{table, &cells};
            walk(parent.insert_copy_before(row, row), &filling);
        }
        if (rows.empty()) {
            Row const filling{table, nullptr};
            walk(row, &filling);
        } else {
            parent.remove_child(row);
        }
        changed_ = true;
    }

    void fill(pugi::xml_node paragraph, Row const* row) {
        std::vector<pugi::xml_node> texts;
        collectTexts(paragraph, texts);
        std::vector<std::string> pieces;
        for (auto const& text : texts) {
            pieces.emplace_back(text.text().get());
        }
        auto const before = pieces;
        if (!fillPieces(pieces, [&](std::string const& name) { return valueOf(name, row); })) {
            return;
        }
        changed_ = true;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (pieces[i] != before[i]) {
                setLines(texts[i], pieces[i]);
            }
        }
    }

    std::optional<std::string> valueOf(std::string const& name, Row const* row) {
        auto const* const cell = cellOf(name, row);
        bool const emptyRow =
            row != nullptr && row->cells == nullptr && name.starts_with(row->table + ".");
        if (cell == nullptr && !emptyRow) {
            unknown_.insert(name);
            return std::nullopt;
        }
        used_.insert(name);
        auto value = cell != nullptr ? cleanText(cell->text) : std::string();
        added_ += value.size();
        return added_ > kMostAddedBytes ? std::nullopt : std::optional(std::move(value));
    }

    Cell const* cellOf(std::string const& name, Row const* row) const {
        if (row != nullptr && row->cells != nullptr && name.starts_with(row->table + ".")) {
            auto const found = row->cells->find(name.substr(row->table.size() + 1));
            return found == row->cells->end() ? nullptr : &found->second;
        }
        auto const found = filling_.values.find(name);
        return found == filling_.values.end() ? nullptr : &found->second;
    }

    Filling const& filling_;
    std::set<std::string> unknown_, used_;
    std::size_t added_ = 0;
    bool changed_ = false;
};

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

/// The file is a DOCX file that runs nothing.
Result<> checkForm(std::vector<ArchiveEntry> const& entries) {
    bool text = false, types = false;
    for (auto const& entry : entries) {
        auto const name = lower(entry.name);
        bool const macros = name.find("vbaproject") != std::string::npos ||
                            name.find("vbadata") != std::string::npos ||
                            (name == "[content_types].xml" &&
                             lower(entry.bytes).find("macroenabled") != std::string::npos);
        if (macros) {
            return invalid(
                fmt::format("{}: the form has macros; save it as DOCX without them", entry.name));
        }
        text = text || entry.name == "word/document.xml";
        types = types || entry.name == "[Content_Types].xml";
    }
    return text && types ? Result<>()
                         : Result<>(invalid("not a DOCX file: it has no word/document.xml"));
}

bool isFilled(std::string_view name) {
    return name == "word/document.xml" ||
           (name.ends_with(".xml") &&
            (name.starts_with("word/header") || name.starts_with("word/footer") ||
             name.starts_with("word/footnotes")));
}

}  // namespace

Result<Filled> fillDocx(std::string_view form, Filling const& filling) {
    auto entries = unzip(form);
    if (!entries) {
        return entries.error();
    }
    if (auto const checked = checkForm(*entries); !checked) {
        return checked.error();
    }
    Filler filler(filling);
    for (auto& entry : *entries) {
        if (!isFilled(entry.name)) {
            continue;
        }
        auto bytes = filler.part(entry);
        if (!bytes) {
            return bytes.error();
        }
        entry.bytes = std::move(*bytes);
    }
    return filler.filled(zipOf(*entries));
}

}  // namespace tocsin::documents
