// SPDX-License-Identifier: Apache-2.0
#include "tocsin/audit/export_file.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "tocsin/audit/trail_file.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::audit {
namespace {

constexpr char kFormat[] = "tocsin-audit-export/1";
constexpr std::string_view kBeginning = R"({"format":")";

struct Header {
    std::optional<Head> before;
    std::int64_t first = 1, last = 0, heads = 0;
};

std::string toJson(Header const& header) {
    return boost::json::serialize(
        boost::json::object{{"format", kFormat},
                            {"before", header.before ? toText(*header.before) : ""},
                            {"first", header.first},
                            {"last", header.last},
                            {"heads", header.heads}});
}

Header readHeader(messages::JsonReader const& in) {
    if (in.at("format").string(64) != kFormat) {
        in.at("format").fail(std::string("expected \"") + kFormat + "\"");
    }
    Header out;
    if (auto const before = in.at("before").string(100); !before.empty()) {
        auto const head = headFrom(before);
        if (!head) {
            in.at("before").fail(head.error().message);
        }
        out.before = *head;
    }
    out.first = in.at("first").integer(1, INT64_MAX);
    out.last = in.at("last").integer(0, INT64_MAX);
    out.heads = in.at("heads").integer(0, INT64_MAX);
    auto const rowBefore = out.before ? out.before->number : 0;
    if (rowBefore != out.first - 1) {
        in.at("before").fail("expected the head of row " + std::to_string(out.first - 1));
    }
    return out;
}

/// The text in lines; each has an end.
class Lines {
public:
    explicit Lines(std::string_view text) : rest_(text) {}
    /// Nothing at the end of the text, and where the last line is cut off.
    std::optional<std::string_view> next() {
        auto const end = rest_.find('\n');
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        ++number_;
        auto const line = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return line;
    }
    /// Of the line that next() gave.
    [[nodiscard]] std::size_t number() const noexcept { return number_; }
    [[nodiscard]] bool atEnd() const noexcept { return rest_.empty(); }

private:
    std::string_view rest_;
    std::size_t number_ = 0;
};

Break inLine(std::size_t line, std::int64_t row, std::string const& english,
             std::string const& chinese) {
    return {row, "line " + std::to_string(line) + ": " + english,
            "第 " + std::to_string(line) + " 行：" + chinese};
}

/// Reads an export once, from its first line to its last.
class ExportReading {
public:
    ExportReading(std::string_view text, std::optional<Head> const& known, std::string const& root)
        : lines_(text), trail_(known), root_(root) {}

    ExportCheck all() {
        if (header() && heads()) {
            rows();
        }
        return {std::move(trail_), cover_, std::move(broken_)};
    }

private:
    /// False, for `return`.
    bool stop(std::int64_t row, std::string const& english, std::string const& chinese) {
        broken_ = inLine(std::max<std::size_t>(lines_.number(), 1), row, english, chinese);
        return false;
    }
    bool header() {
        auto const line = lines_.next();
        auto const read = line ? messages::readJson(*line, readHeader)
                               : Result<Header>(Error{Errc::invalid, "it is cut off"});
        if (!read || toJson(*read) != *line) {
            return stop(0,
                        "is no head of an export" +
                            (read ? std::string(": it was altered") : ": " + read.error().message),
                        "不是导出文件的首行，或已被改动");
        }
        header_ = *read;
        if (header_.before) {
            trail_.beginAfter(*header_.before);
        }
        return true;
    }
    bool heads() {
        HeadLines read;
        for (std::int64_t i = 0; i < header_.heads; ++i) {
            auto const line = lines_.next();
            if (!line) {
                return stop(0, "a signed head is missing after it", "其后缺少签名校验值");
            }
            read.take(*line);
            if (auto const& fault = read.fault()) {
                return stop(0, fault->english, fault->chinese);
            }
        }
        cover_ = coverOf(read);
        if (!root_.empty() && cover_.root != root_) {
            return stop(0,
                        "the export is signed under root " +
                            (cover_.root.empty() ? "of nobody" : cover_.root) + ", not under " +
                            root_,
                        "导出文件的根密钥不是 " + root_);
        }
        expectHeads(trail_, read.heads());
        if (header_.before) {
            trail_.beginAfter(*header_.before);  // which a head may have been signed for
        }
        return true;
    }
    bool rows() {
        while (auto const line = lines_.next()) {
            auto const row = rowFrom(*line);
            auto const expected = trail_.head().number + 1;
            if (!row) {
                return stop(expected,
                            "where row " + std::to_string(expected) +
                                " was to be stands no row: " + row.error().message,
                            "此处应为第 " + std::to_string(expected) + " 条，但不是日志记录");
            }
            trail_.take(*row);
            if (auto const& broken = trail_.broken()) {
                return stop(broken->number, broken->english, broken->chinese);
            }
            if (boost::json::serialize(rowJson(*row)) != *line) {
                return stop(row->number,
                            "row " + std::to_string(row->number) +
                                " is not written as the controller writes it: it was altered",
                            "第 " + std::to_string(row->number) + " 条的写法被改动");
            }
        }
        if (!lines_.atEnd()) {
            return stop(trail_.head().number + 1, "the line after it is cut off", "其后一行不完整");
        }
        return finish();
    }
    bool finish() {
        trail_.end(header_.last);
        if (auto const& broken = trail_.broken()) {
            return stop(broken->number, broken->english, broken->chinese);
        }
        if (trail_.rows() != header_.last - header_.first + 1) {
            return stop(header_.last + 1,
                        "the export says that it ends with row " + std::to_string(header_.last) +
                            ", and has more",
                        "导出文件注明止于第 " + std::to_string(header_.last) + " 条，实际更多");
        }
        return true;
    }

    Lines lines_;
    TrailCheck trail_;
    std::string const& root_;
    Header header_;
    SignedCover cover_;
    std::optional<Break> broken_;
};

}  // namespace

std::string exportText(ExportParts const& parts) {
    auto out = toJson(Header{parts.before, parts.first, parts.last,
                             static_cast<std::int64_t>(parts.heads.size())}) +
               "\n";
    for (auto const* lines : {&parts.heads, &parts.rows}) {
        for (auto const& line : *lines) {
            out += line + "\n";
        }
    }
    return out;
}

SignedCover coverOf(HeadLines const& lines) {
    SignedCover out;
    auto const heads = lines.heads();
    out.heads = heads.size();
    out.revoked = lines.revoked();
    if (!heads.empty()) {
        out.newest = heads.back();
    }
    if (lines.keySet()) {
        out.root = lines.root()->fingerprint();
    }
    return out;
}

bool isSignedExport(std::string_view text) {
    return text.starts_with(kBeginning);
}

ExportCheck checkExport(std::string_view text, std::optional<Head> const& known,
                        std::string const& root) {
    return ExportReading(text, known, root).all();
}

boost::json::object coveredJson(TrailCheck const& check, SignedCover const& cover,
                                std::optional<Break> const& broken) {
    auto out = checkJson(check);
    if (broken) {
        out["whole"] = false;
        out["row"] = broken->number;
        out["message"] = broken->english;
        out["message_zh"] = broken->chinese;
    }
    auto const covered = cover.newest ? cover.newest->head.number : 0;
    out["signed"] = boost::json::object{
        {"heads", cover.heads},
        {"revoked", cover.revoked},
        {"newest", cover.newest ? toText(cover.newest->head) : ""},
        {"at", cover.newest ? boost::json::value(formatInstant(cover.newest->at)) : nullptr},
        {"root", cover.root},
        {"uncovered", std::max<std::int64_t>(check.head().number - covered, 0)}};
    return out;
}

}  // namespace tocsin::audit
