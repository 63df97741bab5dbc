// SPDX-License-Identifier: Apache-2.0
// tocsin filing inspection …
#include <boost/json.hpp>
#include <filesystem>
#include <ostream>

#include "activity_words.hpp"
#include "language.hpp"
#include "output_file.hpp"
#include "render.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

constexpr char kInspections[] = "/api/v1/inspections";
/// Every document is laid out anew; five hundred screens take a minute.
constexpr std::chrono::minutes kMakingStalled{10};

std::string pathOf(std::int64_t number) {
    return kInspections + ("/" + std::to_string(number));
}

std::string stateOf(Json const& one, Language language) {
    auto const state = text(one, "state");
    return state == "open"      ? either(language, "link holds", "链接有效")
           : state == "expired" ? either(language, "link over", "链接已过期")
           : state == "revoked" ? either(language, "link revoked", "链接已撤销")
                                : either(language, "files removed", "文件已清理");
}

std::string sizeOf(Json const& one) {
    auto const bytes = integer(one, "bytes");
    return std::to_string((bytes + 999) / 1'000) + " KB";
}

std::string renderList(Json const& inspections, Language language) {
    TextTable table({{either(language, "number", "编号")},
                     {either(language, "activity", "活动")},
                     {either(language, "about", "区间")},
                     {either(language, "by", "整理人")},
                     {either(language, "until", "有效至")},
                     {either(language, "state", "状态")},
                     {either(language, "opened", "打开次数")}});
    for (auto const& one : elements(inspections, "items")) {
        table.add({std::to_string(integer(one, "number")), text(one, "activity"),
                   text(one, "from") + " – " + text(one, "to"), text(one, "who"),
                   text(one, "expires"), stateOf(one, language),
                   std::to_string(integer(one, "openings"))});
    }
    return table.str();
}

std::string renderOne(Json const& one, Language language) {
    auto const opened = text(one, "opened");
    auto const out = renderProperties(
        {{either(language, "inspection package", "迎检资料包"), text(one, "number")},
         {either(language, "activity", "活动"), text(one, "activity") + " " + text(one, "title")},
         {either(language, "about", "区间"), text(one, "from") + " – " + text(one, "to")},
         {either(language, "note", "说明"), text(one, "note")},
         {either(language, "made", "整理"), text(one, "made") + " " + text(one, "who")},
         {either(language, "link until", "链接有效至"),
          text(one, "expires") + " (" + stateOf(one, language) + ")"},
         {either(language, "opened", "打开次数"),
          text(one, "openings") + (opened.empty() ? "" : ", " + opened)},
         {either(language, "file", "文件"), text(one, "name") + " " + sizeOf(one)}});
    TextTable files(
        {{either(language, "file", "文件")}, {either(language, "size", "大小")}, {"SHA-256"}});
    for (auto const& file : elements(one, "files")) {
        files.add({text(file, "name"), sizeOf(file), text(file, "sha256").substr(0, 16)});
    }
    return out + "\n" + files.str();
}

/// The controller names it; no name of its leads out of this folder.
std::string ownName(Json const& one) {
    auto const name = fs::path(text(one, "name")).filename().string();
    return name.empty() || name == "." || name == ".." ? "inspection.zip" : name;
}

void fetch(Json const& one, std::string const& out, Context const& context) {
    context.client.download(pathOf(integer(one, "number")) + "/package", out, text(one, "digest"),
                            integer(one, "bytes"), {});
}

}  // namespace

ExitCode perform(InspectionMake const& make, Context const& context) {
    auto const language = context.environment.language;
    json::object body{{"activity", make.activity}, {"days", make.days}};
    auto const put = [&body](char const* key, std::string const& value) {
        if (!value.empty()) {
            body[key] = value;
        }
    };
    put("unit", make.unit);
    put("from", make.from);
    put("to", make.to.empty() ? make.from : make.to);
    put("note", make.note);
    put("lang", make.language);
    session::HttpRequest request;
    request.method = "POST";
    request.url = kInspections;
    request.headers["Content-Type"] = "application/json";
    request.body = json::serialize(body);
    auto const reply = context.client.attempt(request, kMakingStalled);
    if (!reply) {
        context.client.fail(reply.error());
    }
    if (reply->status >= 400) {
        context.client.fail(*reply, request);
    }
    auto made = json::parse(reply->body);
    auto const link = context.client.address() + text(made, "link");
    made.as_object()["url"] = link;
    if (!make.out.empty()) {
        fetch(made, make.out, context);
    }
    print(context, made,
          renderOne(made, language) + "\n" +
              either(language, "link, told this once: ", "链接（仅此一次显示）：") + link + "\n" +
              (make.out.empty()
                   ? ""
                   : either(language, "written to ", "已写入 ") + printable(make.out) + "\n"));
    return ExitCode::ok;
}

ExitCode perform(InspectionList const& list, Context const& context) {
    auto const reply = context.client.get(
        kInspections + (list.activity.empty() ? "" : "?activity=" + encoded(list.activity)));
    print(context, reply, renderList(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(InspectionShow const& show, Context const& context) {
    auto const reply = context.client.get(pathOf(show.number));
    print(context, reply, renderOne(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(InspectionGet const& get, Context const& context) {
    auto const one = context.client.get(pathOf(get.number)).document;
    auto const out = get.out.empty() ? ownName(one) : get.out;
    fetch(one, out, context);
    print(context, Json(json::object{{"file", out}}),
          either(context.environment.language, "written to ", "已写入 ") + printable(out) + "\n");
    return ExitCode::ok;
}

ExitCode perform(InspectionRevoke const& revoke, Context const& context) {
    auto const reply = context.client.remove(pathOf(revoke.number));
    print(context, reply,
          either(context.environment.language, "the link is revoked\n", "链接已撤销\n"));
    return ExitCode::ok;
}

}  // namespace tocsin::cli
