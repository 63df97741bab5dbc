// SPDX-License-Identifier: Apache-2.0
#include "activity_json.hpp"

namespace tocsin::activities {
namespace {

namespace json = boost::json;

json::object responsibleJson(store::Responsible const& who) {
    return {{"name", who.name}, {"phone", who.phone}, {"mail", who.mail}};
}

json::object filingJson(store::FilingRules const& filing) {
    return {{"receiver", filing.receiver},       {"weekly", filing.weekly},
            {"weekday", filing.weekday},         {"time", filing.time},
            {"plan_due", filing.planDue},        {"final_due", filing.finalDue},
            {"day_included", filing.dayIncluded}};
}

json::array keyDatesJson(std::vector<store::KeyDate> const& dates) {
    json::array out;
    for (auto const& date : dates) {
        out.push_back(json::object{{"day", date.day}, {"title", date.title}, {"note", date.note}});
    }
    return out;
}

json::array campaignsJson(store::Tx const& tx, std::vector<CampaignId> const& campaigns) {
    json::array out;
    for (auto const& id : campaigns) {
        auto const campaign = tx.campaigns().find(id);
        out.push_back(json::object{
            {"id", id.str()},
            {"title", campaign ? campaign->title : ""},
            {"state", campaign ? store::toString(campaign->state) : std::string_view("gone")},
            {"unit", campaign ? campaign->unit : ""}});
    }
    return out;
}

json::array partsJson(std::vector<store::PartText> const& parts) {
    json::array out;
    for (auto const& part : parts) {
        json::array files;
        for (auto const& file : part.files) {
            files.push_back(json::object{
                {"digest", file.digest.hex()}, {"name", file.name}, {"bytes", file.bytes}});
        }
        out.push_back(json::object{{"part", store::toString(part.part)},
                                   {"text", part.text},
                                   {"files", std::move(files)},
                                   {"done", part.done}});
    }
    return out;
}

json::value countJson(std::optional<std::int64_t> count) {
    return count ? json::value(*count) : json::value(nullptr);
}

}  // namespace

json::object toJson(store::Tx const& tx, store::Activity const& activity) {
    return {{"handle", activity.handle},
            {"revision", activity.revision},
            {"title", activity.title},
            {"theme", activity.theme},
            {"unit", activity.unit},
            {"from", activity.firstDay},
            {"to", activity.lastDay},
            {"zone", activity.zone},
            {"responsible", responsibleJson(activity.responsible)},
            {"filing", filingJson(activity.filing)},
            {"key_dates", keyDatesJson(activity.keyDates)},
            {"campaigns", campaignsJson(tx, activity.campaigns)},
            {"parts", partsJson(activity.parts)},
            {"owner", activity.owner},
            {"changed", formatInstant(activity.changed)},
            {"retired", activity.retired}};
}

json::object toJson(store::WorkRecord const& record) {
    json::array pictures;
    for (auto const& picture : record.pictures) {
        pictures.push_back(json::object{{"picture", picture.digest.hex()},
                                        {"caption", picture.caption},
                                        {"taken", picture.taken}});
    }
    auto const kind = kindWords(record.kind);
    return {{"number", record.number},
            {"revision", record.revision},
            {"activity", record.activity},
            {"kind", kind.english},
            {"kind_zh", kind.chinese},
            {"unit", record.unit},
            {"title", record.title},
            {"from", record.firstDay},
            {"to", record.lastDay},
            {"place", record.place},
            {"sessions", countJson(record.sessions)},
            {"people", countJson(record.people)},
            {"counted_by", "person"},
            {"text", record.text},
            {"channel", record.channel},
            {"responsible", responsibleJson(record.responsible)},
            {"pictures", std::move(pictures)},
            {"author", record.author},
            {"imported", record.imported},
            {"changed", formatInstant(record.changed)},
            {"withdrawn", record.withdrawn},
            {"reason", record.reason}};
}

json::object sumsOf(std::vector<store::WorkRecord> const& records) {
    std::int64_t number = 0, sessions = 0, people = 0, withoutSessions = 0, withoutPeople = 0;
    for (auto const& record : records) {
        if (record.withdrawn) {
            continue;
        }
        ++number;
        sessions += record.sessions.value_or(0);
        people += record.people.value_or(0);
        withoutSessions += record.sessions ? 0 : 1;
        withoutPeople += record.people ? 0 : 1;
    }
    return {{"records", number},
            {"sessions", sessions},
            {"people", people},
            {"without_sessions", withoutSessions},
            {"without_people", withoutPeople}};
}

playlists::Words kindWords(store::WorkKind kind) {
    using store::WorkKind;
    auto const english = std::string(store::toString(kind));
    switch (kind) {
        case WorkKind::training:
            return {english, "培训"};
        case WorkKind::drill:
            return {english, "演练"};
        case WorkKind::film:
            return {english, "警示片观看"};
        case WorkKind::consultation:
            return {english, "咨询日"};
        case WorkKind::inspection:
            return {english, "检查"};
        case WorkKind::talk:
            return {english, "宣讲"};
        case WorkKind::other:
            return {english, "其他"};
    }
    return {english, english};
}

#define TOCSIN_RESPONSIBLE_SCHEMA                                                           \
    R"({"type":"object","properties":{"name":{"type":"string"},"phone":{"type":"string"},)" \
    R"("mail":{"type":"string"}}})"

char const* activitySchema() {
    return R"({"type":"object","required":["handle","revision","title","theme","unit","from","to","zone","responsible","filing","key_dates","campaigns","parts","owner","changed","retired"],"properties":{)"
           R"("handle":{"type":"string"},"revision":{"type":"integer"},"title":{"type":"string"},"theme":{"type":"string"},"unit":{"type":"string"},)"
           R"("from":{"type":"string","format":"date"},"to":{"type":"string","format":"date"},"zone":{"type":"string"},"responsible":)" TOCSIN_RESPONSIBLE_SCHEMA
           R"(,"filing":{"type":"object","properties":{"receiver":{"type":"string"},"weekly":{"type":"boolean"},"weekday":{"type":"integer"},"time":{"type":"string"},"plan_due":{"type":"string"},"final_due":{"type":"string"},"day_included":{"type":"boolean"}}},)"
           R"("key_dates":{"type":"array","items":{"type":"object","properties":{"day":{"type":"string","format":"date"},"title":{"type":"string"},"note":{"type":"string"}}}},)"
           R"("campaigns":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},"title":{"type":"string"},"state":{"type":"string"},"unit":{"type":"string"}}}},)"
           R"("parts":{"type":"array","items":{"type":"object","properties":{"part":{"enum":["plan","deployment","inspection","result","summary"]},"text":{"type":"string"},"done":{"type":"boolean"},"files":{"type":"array","items":{"type":"object","properties":{"digest":{"type":"string"},"name":{"type":"string"},"bytes":{"type":"integer"}}}}}}},)"
           R"("owner":{"type":"string"},"changed":{"type":"string","format":"date-time"},"retired":{"type":"boolean"},)"
           R"("completeness":{"type":"object","properties":{"there":{"type":"integer"},"of":{"type":"integer"},"complete":{"type":"boolean"},"en":{"type":"string"},"zh":{"type":"string"},"parts":{"type":"array","items":{"type":"object"}}}},"work":{"type":"object"}}})";
}

char const* workSchema() {
    return R"({"type":"object","required":["number","revision","activity","kind","unit","title","from","to","sessions","people","withdrawn"],"properties":{)"
           R"("number":{"type":"integer"},"revision":{"type":"integer"},"activity":{"type":"string"},"kind":{"enum":["training","drill","film","consultation","inspection","talk","other"]},"kind_zh":{"type":"string"},)"
           R"("unit":{"type":"string"},"title":{"type":"string"},"from":{"type":"string","format":"date"},"to":{"type":"string","format":"date"},"place":{"type":"string"},)"
           R"("sessions":{"type":["integer","null"]},"people":{"type":["integer","null"]},"counted_by":{"const":"person"},"text":{"type":"string"},"channel":{"type":"string"},"responsible":)" TOCSIN_RESPONSIBLE_SCHEMA
           R"(,"pictures":{"type":"array","items":{"type":"object","properties":{"picture":{"type":"string"},"caption":{"type":"string"},"taken":{"type":"string"}}}},)"
           R"("author":{"type":"string"},"imported":{"type":"string"},"changed":{"type":"string","format":"date-time"},"withdrawn":{"type":"boolean"},"reason":{"type":"string"}}})";
}

#undef TOCSIN_RESPONSIBLE_SCHEMA

}  // namespace tocsin::activities
