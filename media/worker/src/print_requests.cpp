// SPDX-License-Identifier: Apache-2.0
// Documents to be printed, and what is answered.
#include <openssl/evp.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <optional>

#include "order_keys.hpp"
#include "tocsin/media_worker/requests.hpp"

namespace tocsin::media_worker {
namespace {

using detail::Keys;
namespace json = boost::json;

constexpr std::uint32_t kNoFill = 0xffffffff;  ///< no colour

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

/// A pair of numbers.
bool takePoint(json::value const& from, media::PrintShape& shape) {
    auto const* const pair = from.if_array();
    if (pair == nullptr || pair->size() != 2) {
        return false;
    }
    boost::system::error_code noX, noY;
    shape.points.push_back({(*pair)[0].to_number<double>(noX), (*pair)[1].to_number<double>(noY)});
    return !noX && !noY;
}

bool takeShape(json::value const& from, media::PrintDrawing& drawing) {
    if (!from.is_object()) {
        return false;
    }
    media::PrintShape shape;
    Keys keys(from.get_object());
    keys.word("kind", shape.kind, media::kPrintShapeNames, "line, box or text");
    keys.list("points", [&shape](json::value const& point) { return takePoint(point, shape); });
    keys.whole("colour", shape.colour);
    keys.real("size", shape.size);
    keys.text("text", shape.text);
    keys.word("align", shape.align, media::kPrintAlignNames, "left, centre or right");
    drawing.shapes.push_back(std::move(shape));
    return keys.outcome().has_value();
}

Result<> takeDrawing(json::object const& from, media::PrintDrawing& drawing) {
    Keys keys(from);
    keys.real("width", drawing.width);
    keys.real("height", drawing.height);
    keys.list("shapes", [&drawing](json::value const& shape) { return takeShape(shape, drawing); });
    return keys.outcome();
}

bool takeText(json::value const& from, std::vector<std::string>& texts) {
    auto const* const text = from.if_string();
    if (text != nullptr) {
        texts.emplace_back(std::string_view(*text));
    }
    return text != nullptr;
}

bool takeFigure(json::value const& from, media::PrintBlock& block) {
    if (!from.is_object()) {
        return false;
    }
    media::PrintFigure figure;
    Keys keys(from.get_object());
    keys.text("value", figure.value);
    keys.text("name", figure.name);
    keys.text("note", figure.note);
    block.figures.push_back(std::move(figure));
    return keys.outcome().has_value();
}

bool takePlaced(json::value const& from, media::PrintBlock& block) {
    if (!from.is_object()) {
        return false;
    }
    media::PrintPicture picture;
    Keys keys(from.get_object());
    keys.whole("picture", picture.picture);
    keys.list("caption",
              [&picture](json::value const& line) { return takeText(line, picture.caption); });
    block.pictures.push_back(std::move(picture));
    return keys.outcome().has_value();
}

bool takeFact(json::value const& from, media::PrintDocument& document) {
    std::vector<std::string> both;
    auto const* const pair = from.if_array();
    bool const right =
        pair != nullptr && pair->size() == 2 &&
        std::ranges::all_of(*pair, [&both](auto const& one) { return takeText(one, both); });
    if (right) {
        document.facts.emplace_back(std::move(both[0]), std::move(both[1]));
    }
    return right;
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
    std::uint32_t fill = kNoFill;
    keys.whole("fill", fill);
    cell.fill = fill == kNoFill ? std::nullopt : std::optional(fill);
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
    keys.word("kind", block.kind, media::kPrintKindNames, "a kind of block");
    keys.text("text", block.text);
    keys.list("widths", [&block](json::value const& width) { return takeWidth(width, block); });
    keys.whole("headRows", block.headRows);
    keys.list("rows", [&block](json::value const& row) { return takeRow(row, block); });
    keys.whole("level", block.level);
    keys.word("paragraph", block.paragraph, media::kPrintParagraphNames,
              "plain, body, note, lead or right");
    keys.yesNo("wide", block.wide);
    keys.list("figures", [&block](json::value const& figure) { return takeFigure(figure, block); });
    keys.list("pictures",
              [&block](json::value const& picture) { return takePlaced(picture, block); });
    auto const* const drawing = keys.object("drawing");
    bool const drawn = drawing == nullptr || takeDrawing(*drawing, block.drawing).has_value();
    document.blocks.push_back(std::move(block));
    return drawn && keys.outcome().has_value();
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
    keys.word("style", out.style, media::kPrintStyleNames, "form or official");
    keys.text("subtitle", out.subtitle);
    keys.list("facts", [&out](json::value const& fact) { return takeFact(fact, out); });
    keys.text("author", out.author);
    if (auto const known = keys.outcome(); !known) {
        return known.error();
    }
    return out;
}

std::string printedJson(int pages, std::int64_t bytes) {
    return json::serialize(json::object{{"done", true}, {"pages", pages}, {"bytes", bytes}});
}

}  // namespace tocsin::media_worker
