// SPDX-License-Identifier: Apache-2.0
#include "enrolment_file.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>

namespace tocsin::swarm {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";
constexpr int kMostPixels = 65'535;

using Cells = std::vector<std::string>;

/// The cells of one line (RFC 4180, without line ends inside of cells, which the file never has).
Cells cellsOf(std::string_view line) {
    Cells out(1);
    bool quoted = false;
    for (std::size_t at = 0; at < line.size(); ++at) {
        auto const c = line[at];
        if (c == '"' && quoted && at + 1 < line.size() && line[at + 1] == '"') {
            out.back().push_back('"');
            ++at;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            out.emplace_back();
        } else {
            out.back().push_back(c);
        }
    }
    return out;
}

struct Columns {
    std::size_t screen, size, token;
};

std::optional<std::size_t> columnOf(Cells const& titles, std::string_view english,
                                    std::string_view chinese) {
    for (std::size_t at = 0; at < titles.size(); ++at) {
        if (titles[at] == english || titles[at] == chinese) {
            return at;
        }
    }
    return std::nullopt;
}

std::optional<Columns> columnsOf(Cells const& titles) {
    auto const screen = columnOf(titles, "screen", "编号");
    auto const size = columnOf(titles, "size", "尺寸");
    auto const token = columnOf(titles, "token", "令牌");
    if (!screen || !size || !token) {
        return std::nullopt;
    }
    return Columns{*screen, *size, *token};
}

std::optional<int> pixels(std::string_view text) {
    int out = 0;
    auto const* const end = text.data() + text.size();
    auto const [at, ec] = std::from_chars(text.data(), end, out);
    return ec == std::errc{} && at == end && out > 0 && out <= kMostPixels ? std::optional(out)
                                                                           : std::nullopt;
}

std::optional<Enrolment> enrolmentOf(Cells const& cells, Columns const& columns) {
    if (cells.size() <= std::max({columns.screen, columns.size, columns.token})) {
        return std::nullopt;
    }
    std::string_view const size = cells[columns.size];
    auto const x = size.find('x');
    auto const width = pixels(size.substr(0, x));
    auto const height =
        pixels(x == std::string_view::npos ? std::string_view() : size.substr(x + 1));
    if (!width || !height || cells[columns.screen].empty() || cells[columns.token].empty()) {
        return std::nullopt;
    }
    return Enrolment{cells[columns.screen], cells[columns.token], *width, *height};
}

std::string_view takeLine(std::string_view& text) {
    auto const end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

}  // namespace

Result<std::vector<Enrolment>> parseEnrolments(std::string_view text) {
    if (text.starts_with(kMark)) {
        text.remove_prefix(kMark.size());
    }
    auto const columns = columnsOf(cellsOf(takeLine(text)));
    if (!columns) {
        return Error{Errc::invalid,
                     "line 1: the columns screen, size and token are not all there; use the file "
                     "that tocsin screen import --out wrote"};
    }
    std::vector<Enrolment> out;
    for (std::size_t number = 2; !text.empty(); ++number) {
        auto const line = takeLine(text);
        if (line.empty()) {
            continue;
        }
        auto one = enrolmentOf(cellsOf(line), *columns);
        if (!one) {
            return Error{Errc::invalid, "line " + std::to_string(number) +
                                            ": expected a screen, a size like 1920x1080 and a "
                                            "token"};
        }
        out.push_back(std::move(*one));
    }
    return out;
}

Result<std::vector<Enrolment>> readEnrolments(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        return Error{Errc::notFound, file.string() + " cannot be read"};
    }
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    auto out = parseEnrolments(text);
    if (!out) {
        return Error{out.error().code, file.string() + ": " + out.error().message};
    }
    return out;
}

std::string rootIn(std::string const& token) {
    auto const dot = token.rfind('.');
    return dot == std::string::npos ? std::string() : token.substr(dot + 1);
}

}  // namespace tocsin::swarm
