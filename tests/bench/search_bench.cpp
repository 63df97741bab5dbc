// SPDX-License-Identifier: Apache-2.0
// How long it takes to find assets among 20,000 by words of one to eight characters, the count and
// a page of a hundred included, and to change one. Prints one JSON object; ./dev bench collects it.
#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "tocsin/store/store.hpp"

namespace {

using namespace tocsin;

constexpr int kAssets = 20'000;
constexpr int kRounds = 15;
constexpr double kTargetMs = 200;
constexpr char const* kWords[] = {"安全", "生产", "消防", "火灾", "逃生", "演练", "用电",   "防汛",
                                  "急救", "食品", "交通", "隐患", "排查", "应急", "灭火器", "疏散"};
constexpr std::size_t kMany = std::size(kWords);

/// Texts of the length and mixture of an office's: no two assets the same.
store::Asset assetOf(int number) {
    auto const word = [&](int step) {
        auto const n = static_cast<std::size_t>(number) * 7 + static_cast<std::size_t>(step) * 5;
        return std::string(kWords[(n + n / kMany) % kMany]);
    };
    store::Asset asset;
    auto const digest = messages::sha256(std::to_string(number));
    asset.content = {digest, digest, digest};
    asset.handle = "asset-" + std::to_string(number);
    asset.title = word(1) + word(2) + "宣传片第" + std::to_string(number) + "集";
    asset.broughtAs = "MVI_" + std::to_string(number) + ".MP4";
    for (int i = 3; i < 20; ++i) {
        asset.description += word(i) + (i % 4 == 0 ? "，" : "知识");
    }
    asset.tags = {word(20), word(21)};
    asset.folder = "安全月/" + std::to_string(2020 + number % 7) + "/" + word(22);
    asset.owner = "应急安全科";
    return asset;
}

Result<> fill(store::Store& store) {
    for (int begin = 0; begin < kAssets; begin += 1'000) {
        auto const done = store.write(
            [&](store::Tx& tx) -> Result<> {
                for (int i = begin; i < begin + 1'000; ++i) {
                    tx.assets().put(assetOf(i));
                }
                return {};
            },
            {"bench", "media.add", "", ""});
        if (!done) {
            return done;
        }
    }
    return {};
}

template <class Work>
double medianMs(Work const& work) {
    std::vector<double> out;
    for (int round = 0; round < kRounds; ++round) {
        auto const begin = std::chrono::steady_clock::now();
        work();
        out.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
                .count());
    }
    std::ranges::sort(out);
    return out[out.size() / 2];
}

double searchMs(store::Store const& store, std::string const& words) {
    store::AssetQuery query;
    query.search = words;
    std::int64_t found = 0;
    auto const ms = medianMs([&] {
        auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
            found = tx.assets().search(query).total;
            return {};
        });
        if (!looked) {
            throw Failure(looked.error());
        }
    });
    std::cerr << "  " << words << ": " << found << " found in " << ms << " ms\n";
    return ms;
}

void measure(std::filesystem::path const& directory) {
    auto store = store::openSqliteStore(directory, [] { return fromMillis(0); });
    if (!store) {
        throw Failure(store.error());
    }
    if (auto const filled = fill(**store); !filled) {
        throw Failure(filled.error());
    }
    double worst = 0;
    for (auto const* words : {"火", "灭火", "灭火器", "第12345集", "安全生产", "mvi_777",
                              "绝无此词", "急救 防汛 2024", ""}) {
        worst = std::max(worst, searchMs(**store, words));
    }
    int number = 0;
    auto const change = medianMs([&] {
        auto asset = assetOf(++number);
        asset.title += "修订";
        auto const done = (*store)->write(
            [&](store::Tx& tx) -> Result<> {
                tx.assets().put(asset);
                return {};
            },
            {"bench", "media.set", "", ""});
        if (!done) {
            throw Failure(done.error());
        }
    });
    std::cerr << "  a change, on disk: " << change << " ms; database "
              << std::filesystem::file_size(directory / "tocsin.db") / 1'000'000 << " MB\n";
    std::cout << boost::json::serialize(boost::json::object{
                     {"name", "library.search"},
                     {"value", worst},
                     {"unit", "ms, the slowest of nine searches in 20,000 assets"},
                     {"peer", nullptr},
                     {"peer_value", nullptr},
                     {"ratio", nullptr},
                     {"target", kTargetMs},
                     {"holds", worst <= kTargetMs},
                     {"command", "./dev bench library.search"}})
              << "\n";
}

}  // namespace

int main(int argc, char** argv) {
    std::string const pattern = argc > 1 ? argv[1] : "";
    if (std::string("library.search").find(pattern) == std::string::npos) {
        return 0;
    }
    std::string name = (std::filesystem::temp_directory_path() / "tocsin-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        std::cerr << "tocsin-bench-search: " << name << " cannot be made\n";
        return 1;
    }
    int code = 0;
    try {
        measure(name);
    } catch (std::exception const& error) {
        std::cerr << "tocsin-bench-search: " << error.what() << "\n";
        code = 1;
    }
    std::filesystem::remove_all(name);
    return code;
}
