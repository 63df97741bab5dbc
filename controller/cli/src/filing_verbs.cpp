// SPDX-License-Identifier: Apache-2.0
// tocsin filing …
#include <boost/json.hpp>
#include <filesystem>
#include <ostream>

#include "activity_words.hpp"
#include "output_file.hpp"
#include "render_filings.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

constexpr char kFilings[] = "/api/v1/filings";
constexpr char kDraft[] = "/api/v1/filing-draft";
constexpr std::chrono::minutes kFillingStalled{2};

/// Names and values of a query.
class QueryText {
public:
    explicit QueryText(std::string path) : path_(std::move(path)) {}
    QueryText& with(char const* name, std::string const& value) {
        if (!value.empty()) {
            path_ += (begun_ ? "&" : "?") + (std::string(name) + "=" + encoded(value));
            begun_ = true;
        }
        return *this;
    }
    [[nodiscard]] std::string const& str() const { return path_; }

private:
    std::string path_;
    bool begun_ = false;
};

std::string numberText(std::int64_t number) {
    return number > 0 ? std::to_string(number) : "";
}

QueryText draftPath(FilingOf const& draft, std::string const& part = "") {
    QueryText out(kDraft + part);
    out.with("activity", draft.activity)
        .with("kind", draft.kind)
        .with("issue", draft.issue ? std::to_string(*draft.issue) : "")
        .with("unit", draft.unit)
        .with("from", draft.from)
        .with("to", draft.to);
    return out;
}

/// Of what the command line names. Throws CommandFailure where it names neither.
template <class Which>
QueryText pathOf(Which const& which, std::string const& part = "") {
    if (which.number > 0) {
        QueryText out(kFilings + ("/" + std::to_string(which.number)) + part);
        out.with("revision", numberText(which.revision));
        return out;
    }
    if (which.draft.activity.empty()) {
        throw CommandFailure(ExitCode::usage,
                             "say which filing: its NUMBER, or --activity for a draft");
    }
    return draftPath(which.draft, part);
}

Reply frozen(FilingOf const& draft, std::string const& reason, Context const& context) {
    json::object body{{"activity", draft.activity}};
    auto const put = [&body](char const* key, std::string const& value) {
        if (!value.empty()) {
            body[key] = value;
        }
    };
    put("kind", draft.kind);
    put("unit", draft.unit);
    put("from", draft.from);
    put("to", draft.to);
    put("reason", reason);
    if (draft.issue) {
        body["issue"] = *draft.issue;
    }
    return context.client.post(kFilings, body);
}

/// What a frozen filing's file is called.
std::string nameOf(Json const& filing, std::string const& format) {
    for (auto const& form : elements(filing, "forms")) {
        if (text(form, "format") == format) {
            return text(form, "name");
        }
    }
    return "";
}

/// The controller names files; no name of its leads out of the folder.
std::string inFolder(std::string const& folder, std::string const& name,
                     std::string const& format) {
    auto file = fs::path(name).filename().string();
    if (file.empty() || file == "." || file == "..") {
        file = "filing." + format;
    }
    return (fs::path(folder) / file).string();
}

}  // namespace

ExitCode perform(FilingDue const& due, Context const& context) {
    auto path = QueryText("/api/v1/filing-due");
    path.with("activity", due.activity).with("unit", due.unit);
    auto const reply = context.client.get(path.str());
    print(context, reply, renderDue(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(FilingList const& list, Context const& context) {
    auto path = QueryText(kFilings);
    path.with("activity", list.activity);
    auto const reply = context.client.get(path.str());
    print(context, reply, renderFilings(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(FilingShow const& show, Context const& context) {
    auto const reply = context.client.get(pathOf(show).str());
    print(context, reply, renderFiling(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(FilingText const& wish, Context const& context) {
    auto path = pathOf(wish, "/text");
    path.with("length", wish.length).with("lang", wish.language);
    auto const paragraph = context.client.getText(path.str());
    print(context, Json(json::object{{"text", paragraph}}), paragraph);
    return ExitCode::ok;
}

ExitCode perform(FilingGet const& get, Context const& context) {
    auto path = pathOf(get, "/form");
    path.with("format", get.format);
    if (get.number == 0) {
        path.with("lang", get.language);
    }
    auto out = get.out;
    if (out.empty()) {
        auto const shown = context.client.get(pathOf(get).str()).document;
        auto const name = get.number > 0 ? nameOf(shown, get.format)
                                         : text(shown, "file_name") + "." + get.format;
        out = inFolder(".", name, get.format);
    }
    writeWholeFile(out, context.client.getText(path.str()));
    print(context, Json(json::object{{"file", out}}),
          either(context.environment.language, "written to ", "已写入 ") + printable(out) + "\n");
    return ExitCode::ok;
}

ExitCode perform(FilingFill const& fill, Context const& context) {
    fs::path const form(fill.form);
    std::error_code failed;
    if (!fs::is_regular_file(form, failed)) {
        throw CommandFailure(ExitCode::failure, "there is no file " + fill.form);
    }
    auto const ending = form.extension().string();
    auto const format = ending.empty() ? ending : ending.substr(1);
    auto path = pathOf(fill, "/fill");
    path.with("format", format);
    session::HttpRequest request;
    request.method = "POST";
    request.url = path.str();
    request.headers["Content-Type"] = "application/octet-stream";
    request.bodyFile = form;
    auto const reply = context.client.attempt(request, kFillingStalled);
    if (!reply) {
        context.client.fail(reply.error());
    }
    if (reply->status >= 400) {
        context.client.fail(*reply, request);
    }
    auto const out =
        fill.out.empty()
            ? (form.parent_path() / (form.stem().string() + "-filled" + ending)).string()
            : fill.out;
    writeWholeFile(out, reply->body);
    auto const header = [&](char const* name) {
        auto const found = reply->headers.find(name);
        return found == reply->headers.end() ? std::string() : found->second;
    };
    auto const unknown = decodedNames(header("tocsin-form-unknown"));
    print(context,
          Json(json::object{{"file", out},
                            {"filled", header("tocsin-form-filled")},
                            {"unknown", json::array(unknown.begin(), unknown.end())}}),
          renderFilled(out, header("tocsin-form-filled"), unknown, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(FilingEdit const& edit, Context const& context) {
    auto const path = draftPath(edit.draft).str();
    auto const written = member(context.client.get(path).document, "written");
    json::object body;
    auto const put = [&body](char const* key, std::optional<std::string> const& value) {
        if (value) {
            body[key] = *value;
        }
    };
    put("overview", edit.overview);
    put("highlights", edit.highlights);
    put("shortcomings", edit.shortcomings);
    put("filled_by", edit.filledBy);
    put("reviewed_by", edit.reviewedBy);
    put("signed_by", edit.signedBy);
    if (edit.pictures) {
        body["pictures"] = json::array(edit.pictures->begin(), edit.pictures->end());
    } else if (edit.picturesByRule) {
        body["pictures"] = json::array();
    }
    auto const tag = "\"" + std::to_string(integer(written, "revision")) + "\"";
    auto const reply =
        context.client.put(path, "application/json", json::serialize(body), {{"If-Match", tag}});
    print(context, reply,
          either(context.environment.language, "the draft is written down\n", "草稿已保存\n"));
    return ExitCode::ok;
}

ExitCode perform(FilingFreeze const& freeze, Context const& context) {
    auto const reply = frozen(freeze.draft, freeze.reason, context);
    print(context, reply, renderFrozen(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(FilingMake const& make, Context const& context) {
    std::error_code failed;
    fs::create_directories(make.folder, failed);
    json::object out;
    std::string told;
    Json shown;
    if (make.freeze) {
        shown = frozen(make.draft, make.reason, context).document;
        told = renderFrozen(shown, context.environment.language);
        out["filing"] = shown;
    } else {
        shown = context.client.get(draftPath(make.draft).str()).document;
        told = either(context.environment.language, "a draft; --freeze freezes it\n",
                      "草稿；加 --freeze 即冻结\n");
    }
    json::array files;
    for (auto const* format : {"docx", "pdf", "xlsx", "html", "json", "zip"}) {
        std::string path, name;
        if (make.freeze) {
            name = nameOf(shown, format);
            if (name.empty()) {
                continue;
            }
            auto query =
                QueryText(kFilings + ("/" + std::to_string(integer(shown, "number"))) + "/form");
            query.with("format", format)
                .with("revision", std::to_string(integer(shown, "revision")));
            path = query.str();
        } else {
            name = text(shown, "file_name") + "." + format;
            auto query = draftPath(make.draft, "/form");
            query.with("format", format)
                .with("lang", make.language)
                .with("content", text(shown, "digest"));
            path = query.str();
        }
        auto const file = inFolder(make.folder, name, format);
        writeWholeFile(file, context.client.getText(path));
        told += printable(file) + "\n";
        files.emplace_back(file);
    }
    out["files"] = std::move(files);
    print(context, Json(std::move(out)), told);
    return ExitCode::ok;
}

}  // namespace tocsin::cli
