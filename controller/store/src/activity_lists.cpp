// SPDX-License-Identifier: Apache-2.0
#include "activity_lists.hpp"

#include <boost/json.hpp>
#include <limits>

#include "read_list.hpp"

namespace tocsin::store {
namespace json = boost::json;
namespace {

json::array filesJson(std::vector<PartFile> const& files) {
    json::array out;
    for (auto const& file : files) {
        out.push_back(json::object{
            {"digest", file.digest.hex()}, {"name", file.name}, {"bytes", file.bytes}});
    }
    return out;
}

PartFile fileFrom(messages::JsonReader const& item) {
    return {item.at("digest").digest(), item.at("name").string(),
            item.at("bytes").integer(0, std::numeric_limits<std::int64_t>::max())};
}

ActivityPart partFrom(messages::JsonReader const& item) {
    auto const part = activityPartFrom(item.string());
    if (!part) {
        item.fail("is not a part of an activity");
    }
    return *part;
}

}  // namespace

std::string listText(std::vector<KeyDate> const& dates) {
    json::array out;
    for (auto const& date : dates) {
        out.push_back(json::object{{"day", date.day}, {"title", date.title}, {"note", date.note}});
    }
    return json::serialize(out);
}

std::string listText(std::vector<CampaignId> const& campaigns) {
    json::array out;
    for (auto const& campaign : campaigns) {
        out.emplace_back(campaign.str());
    }
    return json::serialize(out);
}

std::string listText(std::vector<PartText> const& parts) {
    json::array out;
    for (auto const& part : parts) {
        out.push_back(json::object{{"part", toString(part.part)},
                                   {"text", part.text},
                                   {"files", filesJson(part.files)},
                                   {"done", part.done}});
    }
    return json::serialize(out);
}

std::string listText(std::vector<WorkPicture> const& pictures) {
    json::array out;
    for (auto const& picture : pictures) {
        out.push_back(json::object{{"digest", picture.digest.hex()},
                                   {"caption", picture.caption},
                                   {"taken", picture.taken}});
    }
    return json::serialize(out);
}

std::vector<KeyDate> keyDatesFrom(std::string_view list) {
    return readList(list, [](messages::JsonReader const& item) {
        return KeyDate{item.at("day").string(), item.at("title").string(),
                       item.at("note").string()};
    });
}

std::vector<CampaignId> campaignsFrom(std::string_view list) {
    return readList(list,
                    [](messages::JsonReader const& item) { return CampaignId(item.string()); });
}

std::vector<PartText> partTextsFrom(std::string_view list) {
    return readList(list, [](messages::JsonReader const& item) {
        PartText out;
        out.part = partFrom(item.at("part"));
        out.text = item.at("text").string();
        for (auto const& file : item.at("files").array()) {
            out.files.push_back(fileFrom(file));
        }
        out.done = item.at("done").boolean();
        return out;
    });
}

std::vector<WorkPicture> workPicturesFrom(std::string_view list) {
    return readList(list, [](messages::JsonReader const& item) {
        return WorkPicture{item.at("digest").digest(), item.at("caption").string(),
                           item.at("taken").string()};
    });
}

}  // namespace tocsin::store
