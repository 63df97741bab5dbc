// SPDX-License-Identifier: Apache-2.0
#include "filing_forms.hpp"

#include <array>
#include <optional>
#include <utility>

#include "filing_pictures.hpp"
#include "json_values.hpp"
#include "tocsin/documents/archive.hpp"
#include "tocsin/documents/write.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;

constexpr std::array<std::pair<char const*, char const*>, 6> kTypes{
    {{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
     {"pdf", "application/pdf"},
     {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
     {"html", "text/html; charset=utf-8"},
     {"json", "application/json"},
     {"zip", "application/zip"}}};

Result<json::object> read(std::string const& content) {
    boost::system::error_code wrong;
    auto value = json::parse(content, wrong);
    if (wrong || !value.is_object()) {
        return Error{Errc::damaged, "a filing's content cannot be read; restore a backup"};
    }
    return std::move(value.as_object());
}

/// Puts files together from one content; pictures are read once.
class Forms {
public:
    Forms(FilingBook::State const& state, FormsWish const& wish, json::object content)
        : state_(state),
          wish_(wish),
          content_(std::move(content)),
          pictures_(picturesOf(state, content_)),
          name_(fileNameOf(content_, wish.language)),
          document_(documentOf(content_, wish.stamp, pictures_.files, wish.language)) {}

    Result<MadeForm> make(std::string const& format) {
        if (format == "zip") {
            auto all = documents();
            return all ? package(*all) : Result<MadeForm>(all.error());
        }
        auto bytes = bytesOf(format);
        if (!bytes) {
            return bytes.error();
        }
        return MadeForm{format, name_ + "." + format, std::move(*bytes)};
    }

    Result<std::vector<MadeForm>> all() {
        auto out = documents();
        if (!out) {
            return out;
        }
        out->push_back(package(*out));
        return out;
    }

private:
    Result<std::string> bytesOf(std::string const& format) {
        if (format == "docx") {
            return documents::toDocx(document_);
        }
        if (format == "xlsx") {
            return documents::toXlsx(document_);
        }
        if (format == "html") {
            return documents::toHtml(document_);
        }
        if (format == "json") {
            return wish_.content;
        }
        if (format == "pdf") {
            return state_.settings.print
                       ? state_.settings.print(documents::toPrint(document_))
                       : Result<std::string>(
                             Error{Errc::unavailable, "this controller prints no documents"});
        }
        return Error{Errc::invalid, "format: \"" + format +
                                        "\" is unknown; docx, pdf, xlsx, html, json and zip are "
                                        "allowed"};
    }

    Result<std::vector<MadeForm>> documents() {
        std::vector<MadeForm> out;
        for (auto const* format : {"docx", "pdf", "xlsx", "html", "json"}) {
            if (std::string_view(format) == "pdf" && !state_.settings.print) {
                continue;
            }
            auto made = make(format);
            if (!made) {
                return made.error();
            }
            out.push_back(std::move(*made));
        }
        return out;
    }

    MadeForm package(std::vector<MadeForm> const& all) const {
        std::vector<documents::ArchiveEntry> entries;
        for (auto const& form : all) {
            bool const packed = form.format == "html" || form.format == "json";
            entries.push_back({form.name, form.bytes, packed});
        }
        std::size_t number = 0;
        eachIn(content_, "pictures", [&](json::object const& row) {
            auto const file = pictures_.files.find(textIn(row, "digest"));
            if (file != pictures_.files.end()) {
                auto const ending = textIn(row, "type") == "image/png" ? ".png" : ".jpg";
                entries.push_back({"evidence/" + std::to_string(++number) + "-" +
                                       file->first.substr(0, 8) + ending,
                                   file->second, false});
            }
        });
        json::array files;
        for (auto const& entry : entries) {
            files.push_back(json::object{{"name", entry.name},
                                         {"bytes", static_cast<std::int64_t>(entry.bytes.size())},
                                         {"sha256", messages::sha256(entry.bytes).hex()}});
        }
        json::object const manifest{{"format", "tocsin-filing-package/1"},
                                    {"number", wish_.stamp.number},
                                    {"revision", wish_.stamp.revision},
                                    {"digest", wish_.stamp.digest.hex()},
                                    {"as_of", textIn(content_, "as_of")},
                                    {"files", std::move(files)},
                                    {"left_out", pictures_.leftOut},
                                    {"limit_bytes", state_.settings.mostPackageBytes}};
        entries.insert(entries.begin(), {"manifest.json", json::serialize(manifest) + "\n", true});
        return {"zip", name_ + ".zip", documents::zipOf(entries)};
    }

    FilingBook::State const& state_;
    FormsWish const& wish_;
    json::object content_;
    TakenPictures pictures_;
    std::string name_;
    documents::Document document_;
};

}  // namespace

std::string contentTypeOf(std::string const& format) {
    for (auto const& [word, type] : kTypes) {
        if (format == word) {
            return type;
        }
    }
    return "";
}

Result<MadeForm> makeForm(FilingBook::State const& state, FormsWish const& wish,
                          std::string const& format) {
    auto content = read(wish.content);
    return content ? Forms(state, wish, std::move(*content)).make(format)
                   : Result<MadeForm>(content.error());
}

Result<std::vector<MadeForm>> makeForms(FilingBook::State const& state, FormsWish const& wish) {
    auto content = read(wish.content);
    return content ? Forms(state, wish, std::move(*content)).all()
                   : Result<std::vector<MadeForm>>(content.error());
}

Result<std::vector<store::FilingForm>> keepForms(FilingBook::State const& state,
                                                 FormsWish const& wish) {
    auto const made = makeForms(state, wish);
    if (!made) {
        return made.error();
    }
    std::int64_t all = 0;
    for (auto const& form : *made) {
        all += static_cast<std::int64_t>(form.bytes.size());
    }
    if (auto const room = state.files.checkRoom(all, state.settings.diskReserveBytes); !room) {
        return room.error();
    }
    std::vector<store::FilingForm> out;
    for (auto const& form : *made) {
        auto const digest = messages::sha256(form.bytes);
        if (auto const kept = state.files.keep(digest, form.bytes); !kept) {
            return kept.error();
        }
        out.push_back(
            {form.format, form.name, digest, static_cast<std::int64_t>(form.bytes.size())});
    }
    return out;
}

}  // namespace tocsin::filing
