// SPDX-License-Identifier: Apache-2.0
// Documents to be printed, and what is answered.
#include <openssl/evp.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <optional>

#include "order_keys.hpp"
#include "tocsin/media_worker/requests.hpp"

namespace tocsin::media_worker {
namespace {

using detail::Keys;
namespace json = boost::json;

std::optional<std::string> unbase64(std::string_view text) {
    std::string out(text.size() / 4 * 3, '\0');
    auto const length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                        reinterpret_cast<unsigned char const*>(text.data()),
                                        static_cast<int>(text.size()));
    if (text.size() % 4 != 0 || length != static_cast<int>(out.size())) {
        return std::nullopt;
    }
    // The padding is decoded to zeros.
    for (std::size_t i = 1; i <= 2 && text.size() > i && text[text.size() - i] == '='; ++i) {
        out.pop_back();
    }
    return out;
}

bool takeCell(json::value const& from, media::PrintRow& row) {
    if (!from.is_object()) {
        return false;
    }
    media::PrintCell cell;
    Keys keys(from.get_object());
    keys.text("text", cell.text);
    keys.yesNo("strong", cell.strong);
    keys.yesNo("small", cell.small);
    keys.word("align", cell.align, media::kPrintAlignNames, "left, centre or right");
    keys.whole("columns", cell.columns);
    keys.whole("picture", cell.picture);
    row.cells.push_back(std::move(cell));
    return keys.outcome().has_value();
}

bool takeRow(json::value const& from, media::PrintBlock& block) {
    if (!from.is_object()) {
        return false;
    }
    media::PrintRow row;
    Keys keys(from.get_object());
    keys.list("cells", [&row](json::value const& cell) { return takeCell(cell, row); });
    keys.whole("leastMm", row.leastMm);
    block.rows.push_back(std::move(row));
    return keys.outcome().has_value();
}

bool takeWidth(json::value const& from, media::PrintBlock& block) {
    boost::system::error_code code;
    block.widths.push_back(from.to_number<int>(code));
    return !code;
}

bool takeBlock(json::value const& from, media::PrintDocument& document) {
    if (!from.is_object()) {
        return false;
    }
    media::PrintBlock block;
    Keys keys(from.get_object());
    keys.word("kind", block.kind, media::kPrintKindNames, "heading, paragraph, table or code");
    keys.text("text", block.text);
    keys.list("widths", [&block](json::value const& width) { return takeWidth(width, block); });
    keys.whole("headRows", block.headRows);
    keys.list("rows", [&block](json::value const& row) { return takeRow(row, block); });
    document.blocks.push_back(std::move(block));
    return keys.outcome().has_value();
}

bool takePicture(json::value const& from, media::PrintDocument& document) {
    auto bytes = from.is_string() ? unbase64(std::string_view(from.get_string())) : std::nullopt;
    document.pictures.push_back(bytes.value_or(""));
    return bytes.has_value();
}

}  // namespace

Result<media::PrintDocument> readPrintDocument(std::string_view request) {
    auto const object = detail::parseOrder(request);
    if (!object) {
        return object.error();
    }
    media::PrintDocument out;
    Keys keys(*object);
    keys.text("title", out.title);
    keys.text("code", out.code);
    keys.text("codeCaption", out.codeCaption);
    keys.text("language", out.language);
    keys.text("footer", out.footer);
    keys.text("pageNumber", out.pageNumber);
    keys.text("created", out.created);
    keys.list("blocks", [&out](json::value const& block) { return takeBlock(block, out); });
    keys.list("pictures", [&out](json::value const& picture) { return takePicture(picture, out); });
    if (auto const known = keys.outcome(); !known) {
        return known.error();
    }
    return out;
}

std::string printedJson(int pages, std::int64_t bytes) {
    return json::serialize(json::object{{"done", true}, {"pages", pages}, {"bytes", bytes}});
}

}  // namespace tocsin::media_worker
