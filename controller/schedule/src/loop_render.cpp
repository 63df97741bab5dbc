// SPDX-License-Identifier: Apache-2.0
#include "loop_render.hpp"

#include <fmt/format.h>

#include <map>
#include <system_error>
#include <utility>

#include "tocsin/access/disk_room.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::schedule {
namespace {

namespace fs = std::filesystem;

/// Of the work; the rest is joining.
constexpr double kRendering = 0.95;
/// What one item may well take.
constexpr std::int64_t kRoomForOne = 64LL << 20;
/// The longest file on a FAT32 disk, which is what most sending cards read.
constexpr std::int64_t kLongestOnFat32 = (1LL << 32) - 1;

media::SegmentKind kindOf(playlists::AssetKind kind) {
    return kind == playlists::AssetKind::film      ? media::SegmentKind::film
           : kind == playlists::AssetKind::picture ? media::SegmentKind::picture
                                                   : media::SegmentKind::slogan;
}

/// Another try, or another item, would fail for the same reason.
bool isItsOwnFault(Errc code) {
    return code == Errc::invalid || code == Errc::damaged || code == Errc::notFound;
}

/// "10" or "10.5".
std::string secondsText(Milliseconds length) {
    constexpr std::int64_t kSecond = 1'000;
    auto text = fmt::format("{}.{:03}", length.count() / kSecond, length.count() % kSecond);
    text.erase(text.find_last_not_of('0') + 1);
    return text.back() == '.' ? text.substr(0, text.size() - 1) : text;
}

/// A different item, rendered or refused.
struct Part {
    LoopItem item;
    fs::path file;
    std::string refusal;  ///< empty: it is there
    std::int64_t bytes = 0;
};

class LoopRendering {
public:
    LoopRendering(LoopPlan const& plan, LoopWish const& wish, fs::path const& folder,
                  LoopWay const& way, LoopProgress const& progress, std::stop_token const& stop)
        : plan_(plan), wish_(wish), folder_(folder), way_(way), progress_(progress), stop_(stop) {}

    [[nodiscard]] Result<RenderedLoop> run();

private:
    [[nodiscard]] bool isFilm() const { return wish_.format == LoopFormat::mp4; }
    void findParts();
    [[nodiscard]] Result<> renderParts();
    [[nodiscard]] Result<> renderPart(Part& part, library::SegmentMaker::Progress const& told);
    [[nodiscard]] media::SegmentOrder orderOf(LoopItem const& item) const;
    /// Places whose part is there.
    [[nodiscard]] Result<> keepRendered();
    [[nodiscard]] Result<> joinFilm();
    [[nodiscard]] Result<> listPictures();
    [[nodiscard]] Result<> addFile(std::string name, std::string type, fs::path const& file);

    LoopPlan const& plan_;
    LoopWish const& wish_;
    fs::path folder_;
    LoopWay const& way_;
    LoopProgress const& progress_;
    std::stop_token const& stop_;
    std::vector<Part> parts_;
    std::vector<std::size_t> places_;  // into parts_, of each item
    RenderedLoop out_;
};

void LoopRendering::findParts() {
    std::map<std::pair<Digest, std::int64_t>, std::size_t> known;
    for (auto const& item : plan_.items) {
        // A picture is the same however long it stands.
        auto const [found, isNew] =
            known.emplace(std::pair(item.asset, isFilm() ? item.frames : 0), parts_.size());
        if (isNew) {
            auto const name = fmt::format("part-{}.{}", parts_.size(), toString(wish_.format));
            parts_.push_back({item, folder_ / name, "", 0});
        }
        places_.push_back(found->second);
    }
}

media::SegmentOrder LoopRendering::orderOf(LoopItem const& item) const {
    auto const& asset = plan_.assets.at(item.asset);
    media::SegmentOrder order;
    order.kind = kindOf(asset.kind);
    order.format = isFilm() ? media::SegmentFormat::mp4 : media::SegmentFormat::png;
    order.width = plan_.screen.width;
    order.height = plan_.screen.height;
    order.fit = asset.fit.value_or(Fit::contain);
    order.rateNum = wish_.fps;
    order.frames = item.frames;
    order.threads = way_.threads;
    return order;
}

Result<> LoopRendering::renderPart(Part& part, library::SegmentMaker::Progress const& told) {
    if (auto room = access::checkRoom(folder_, kRoomForOne, way_.diskReserveBytes); !room) {
        return room;
    }
    auto const& asset = plan_.assets.at(part.item.asset);
    auto const file = way_.library.file(asset.content.rendition);
    auto const made =
        file ? way_.maker.render(*file, orderOf(part.item), part.file, told, stop_) : file.error();
    if (!made && isItsOwnFault(made.error().code)) {
        part.refusal = made.error().message;
        out_.findings.push_back(
            {"loop-refused",
             {asset.handle + " is left out: it cannot be rendered: " + part.refusal,
              asset.handle + " 未编入：无法渲染（" + part.refusal + "）"}});
        return {};
    }
    if (!made) {
        return made.error();
    }
    part.bytes = made->bytes;
    out_.addedColumns = made->addedColumns;
    out_.addedRows = made->addedRows;
    return {};
}

Result<> LoopRendering::renderParts() {
    std::int64_t all = 0, done = 0;
    for (auto const& part : parts_) {
        all += part.item.frames;
    }
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        auto& part = parts_[i];
        auto const& name = plan_.assets.at(part.item.asset).handle;
        playlists::Words const words{
            fmt::format("rendering {} of {}: {}", i + 1, parts_.size(), name),
            fmt::format("正在渲染第 {} 项，共 {} 项：{}", i + 1, parts_.size(), name)};
        auto const tell = [&](double share) {
            auto const frames =
                static_cast<double>(done) + share * static_cast<double>(part.item.frames);
            progress_(kRendering * frames / static_cast<double>(all), words);
        };
        tell(0);
        if (auto made = renderPart(part, tell); !made) {
            return made;
        }
        done += part.item.frames;
    }
    return {};
}

Result<> LoopRendering::keepRendered() {
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < places_.size(); ++i) {
        if (parts_[places_[i]].refusal.empty()) {
            out_.items.push_back(plan_.items[i]);
            kept.push_back(places_[i]);
        }
    }
    places_ = std::move(kept);
    if (places_.empty()) {
        return Error{Errc::invalid, "none of the loop's items can be rendered: " +
                                        out_.findings.front().words.english};
    }
    return {};
}

Result<> LoopRendering::addFile(std::string name, std::string type, fs::path const& file) {
    auto const digest = messages::sha256File(file);
    if (!digest) {
        return digest.error();
    }
    std::error_code ignored;
    auto const bytes = static_cast<std::int64_t>(fs::file_size(file, ignored));
    out_.files.push_back({std::move(name), std::move(type), file, *digest, bytes});
    return {};
}

Result<> LoopRendering::joinFilm() {
    std::int64_t bytes = 0, frames = 0;
    for (std::size_t i = 0; i < places_.size(); ++i) {
        bytes += parts_[places_[i]].bytes;
        frames += out_.items[i].frames;
    }
    if (auto room = access::checkRoom(folder_, bytes, way_.diskReserveBytes); !room) {
        return room;
    }
    // Refused ones have no file, so those that are there get numbers of their own.
    std::vector<fs::path> files;
    std::vector<std::size_t> numbers(parts_.size()), order;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        if (parts_[i].refusal.empty()) {
            numbers[i] = files.size();
            files.push_back(parts_[i].file);
        }
    }
    for (auto const place : places_) {
        order.push_back(numbers[place]);
    }
    playlists::Words const words{"joining the loop", "正在合成循环文件"};
    auto const target = folder_ / "loop.mp4";
    auto const joined = way_.maker.join(
        files, order, target,
        [&](double share) { progress_(kRendering + (1 - kRendering) * share, words); }, stop_);
    if (!joined) {
        return joined.error();
    }
    if (*joined != frames) {
        return Error{Errc::internal,
                     fmt::format("the joined loop has {} frames instead of {}", *joined, frames)};
    }
    for (auto const& file : files) {
        std::error_code ignored;
        fs::remove(file, ignored);
    }
    if (auto added = addFile("loop.mp4", "video/mp4", target); !added) {
        return added;
    }
    if (out_.files.back().bytes > kLongestOnFat32) {
        out_.findings.push_back(
            {"loop-large",
             {"the file is longer than 4 GB, which does not go on a FAT32 disk; ask for fewer "
              "minutes, or format the disk as exFAT if the card reads that",
              "文件超过 4 GB，无法存入 FAT32 格式的 U 盘；请缩短时长，或在发送卡支持时改用 exFAT "
              "格式"}});
    }
    return {};
}

Result<> LoopRendering::listPictures() {
    std::map<std::size_t, std::size_t> listed;  // part to the first file that is it
    for (std::size_t i = 0; i < places_.size(); ++i) {
        auto const& item = out_.items[i];
        auto name = fmt::format("{:03}-{}-{}s.png", i + 1, plan_.assets.at(item.asset).handle,
                                secondsText(item.length));
        auto const [found, isNew] = listed.emplace(places_[i], out_.files.size());
        if (!isNew) {
            auto same = out_.files[found->second];
            same.name = std::move(name);
            out_.files.push_back(std::move(same));
        } else if (auto added = addFile(std::move(name), "image/png", parts_[places_[i]].file);
                   !added) {
            return added;
        }
    }
    return {};
}

Result<RenderedLoop> LoopRendering::run() {
    findParts();
    if (auto rendered = renderParts(); !rendered) {
        return rendered.error();
    }
    if (auto kept = keepRendered(); !kept) {
        return kept.error();
    }
    auto const listed = isFilm() ? joinFilm() : listPictures();
    return listed ? Result<RenderedLoop>(std::move(out_)) : listed.error();
}

}  // namespace

Result<RenderedLoop> renderLoop(LoopPlan const& plan, LoopWish const& wish, fs::path const& folder,
                                LoopWay const& way, LoopProgress const& progress,
                                std::stop_token const& stop) {
    return LoopRendering(plan, wish, folder, way, progress, stop).run();
}

}  // namespace tocsin::schedule
