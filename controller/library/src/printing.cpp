// SPDX-License-Identifier: Apache-2.0
#include "tocsin/library/printing.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "conversion_answers.hpp"
#include "passing_file.hpp"
#include "tocsin/messages/crypto.hpp"
#include "worker.hpp"

namespace tocsin::library {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostBytes = std::size_t{64} << 20;

json::object cellJson(media::PrintCell const& cell) {
    json::object out{{"text", cell.text}};
    if (cell.strong) {
        out["strong"] = true;
    }
    if (cell.small) {
        out["small"] = true;
    }
    if (cell.align != media::PrintAlign::left) {
        out["align"] = media::kPrintAlignNames[static_cast<std::size_t>(cell.align)];
    }
    if (cell.columns != 1) {
        out["columns"] = cell.columns;
    }
    if (cell.picture >= 0) {
        out["picture"] = cell.picture;
    }
    if (cell.fill) {
        out["fill"] = *cell.fill;
    }
    return out;
}

json::object rowJson(media::PrintRow const& row) {
    json::array cells;
    for (auto const& cell : row.cells) {
        cells.push_back(cellJson(cell));
    }
    return {{"cells", std::move(cells)}, {"leastMm", row.leastMm}};
}

template <class Name, std::size_t N>
json::string_view nameOf(Name value, std::array<std::string_view, N> const& names) {
    return names.at(static_cast<std::size_t>(value));
}

json::object drawingJson(media::PrintDrawing const& drawing) {
    json::array shapes;
    for (auto const& shape : drawing.shapes) {
        json::array points;
        for (auto const& [x, y] : shape.points) {
            points.push_back(json::array{x, y});
        }
        shapes.push_back(json::object{{"kind", nameOf(shape.kind, media::kPrintShapeNames)},
                                      {"points", std::move(points)},
                                      {"colour", shape.colour},
                                      {"size", shape.size},
                                      {"text", shape.text},
                                      {"align", nameOf(shape.align, media::kPrintAlignNames)}});
    }
    return {{"width", drawing.width}, {"height", drawing.height}, {"shapes", std::move(shapes)}};
}

json::array figuresJson(std::vector<media::PrintFigure> const& figures) {
    json::array out;
    for (auto const& [value, name, note] : figures) {
        out.push_back(json::object{{"value", value}, {"name", name}, {"note", note}});
    }
    return out;
}

json::array picturesJson(std::vector<media::PrintPicture> const& pictures) {
    json::array out;
    for (auto const& [picture, caption] : pictures) {
        out.push_back(json::object{{"picture", picture},
                                   {"caption", json::array(caption.begin(), caption.end())}});
    }
    return out;
}

json::object blockJson(media::PrintBlock const& block) {
    json::object out{{"kind", media::kPrintKindNames[static_cast<std::size_t>(block.kind)]},
                     {"text", block.text}};
    if (block.kind == media::PrintKind::table) {
        json::array rows;
        for (auto const& row : block.rows) {
            rows.push_back(rowJson(row));
        }
        out["widths"] = json::array(block.widths.begin(), block.widths.end());
        out["headRows"] = block.headRows;
        out["rows"] = std::move(rows);
        out["wide"] = block.wide;
    } else if (block.kind == media::PrintKind::heading) {
        out["level"] = block.level;
    } else if (block.kind == media::PrintKind::paragraph) {
        out["paragraph"] = nameOf(block.paragraph, media::kPrintParagraphNames);
    } else if (block.kind == media::PrintKind::figures) {
        out["figures"] = figuresJson(block.figures);
    } else if (block.kind == media::PrintKind::pictures) {
        out["pictures"] = picturesJson(block.pictures);
    } else if (block.kind == media::PrintKind::drawing) {
        out["drawing"] = drawingJson(block.drawing);
    }
    return out;
}

std::string requestFor(media::PrintDocument const& document) {
    json::array blocks, pictures, facts;
    for (auto const& [name, value] : document.facts) {
        facts.push_back(json::array{name, value});
    }
    for (auto const& block : document.blocks) {
        blocks.push_back(blockJson(block));
    }
    for (auto const& picture : document.pictures) {
        pictures.emplace_back(messages::base64(picture));
    }
    return json::serialize(json::object{{"title", document.title},
                                        {"code", document.code},
                                        {"codeCaption", document.codeCaption},
                                        {"language", document.language},
                                        {"footer", document.footer},
                                        {"pageNumber", document.pageNumber},
                                        {"created", document.created},
                                        {"blocks", std::move(blocks)},
                                        {"pictures", std::move(pictures)},
                                        {"style", nameOf(document.style, media::kPrintStyleNames)},
                                        {"subtitle", document.subtitle},
                                        {"facts", std::move(facts)},
                                        {"author", document.author}});
}

}  // namespace

Printing::Printing(std::filesystem::path worker, std::filesystem::path directory,
                   Milliseconds limit, std::stop_token stop)
    : worker_(std::move(worker)),
      directory_(std::move(directory)),
      limit_(limit),
      stop_(std::move(stop)) {}

Result<std::string> Printing::pdf(media::PrintDocument const& document) {
    PassingFile const file(directory_);
    if (!file.made()) {
        return Error{Errc::exhausted,
                     "no file can be written in the data directory; is the disk full?"};
    }
    std::scoped_lock const lock(working_);
    auto const run =
        runWorker(worker_, {"print", file.name()}, requestFor(document), limit_, stop_);
    auto const done = run ? doneLine(*run) : run.error();
    if (!done) {
        return Error{done.error().code,
                     "the document could not be laid out: " + done.error().message};
    }
    auto bytes = file.bytes();
    // Believed only as far as it has the agreed form.
    if (!bytes.starts_with("%PDF-") || bytes.size() > kMostBytes) {
        return Error{Errc::damaged, "the media worker wrote something that is no PDF document"};
    }
    return bytes;
}

}  // namespace tocsin::library
