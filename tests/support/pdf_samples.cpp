// SPDX-License-Identifier: Apache-2.0
#include "pdf_samples.hpp"

#include <fmt/format.h>

#include <vector>

#include "media_samples.hpp"

namespace tocsin::test {
namespace {

constexpr char kLatin[] = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
constexpr char kChinese[] =
    "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType0/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
    "/Supplement 2>>/FontDescriptor<</Type/FontDescriptor/FontName/SimSun/Flags 6"
    "/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>>>]"
    ">>";

std::vector<std::string> objectsOf(PdfSpec const& spec) {
    constexpr int kBefore = 3;
    std::string kids;
    std::vector<std::string> out(kBefore);
    for (int i = 0; i < spec.pages; ++i) {
        auto const page = kBefore + 1 + 2 * i;
        kids += fmt::format("{} 0 R ", page);
        out.push_back(
            fmt::format("<</Type/Page/Parent 2 0 R/MediaBox[0 0 {} {}]/Rotate {}/Contents {} 0 R"
                        "/Resources<</Font<</F1 3 0 R>>>>>>",
                        spec.width, spec.height, spec.rotate, page + 1));
        auto const mark = fmt::format(" 0 g {} 0 20 20 re f", 40 * (i + 1));
        auto const content = spec.content + (spec.differing ? mark : std::string());
        out.push_back(
            fmt::format("<</Length {}>>\nstream\n{}\nendstream", content.size(), content));
    }
    out[0] = "<</Type/Catalog/Pages 2 0 R>>";
    out[1] = fmt::format("<</Type/Pages/Kids[{}]/Count {}>>", kids, spec.pages);
    out[2] = spec.chinese ? kChinese : kLatin;
    return out;
}

/// Keys that no password fits.
std::string lock() {
    return fmt::format("/Encrypt<</Filter/Standard/V 1/R 2/O<{0:A>64}>/U<{0:A>64}>/P -4>>", "");
}

}  // namespace

std::filesystem::path samplePdf(PdfSpec const& spec) {
    std::string file = "%PDF-1.4\n", table = "0000000000 65535 f \n";
    auto const objects = objectsOf(spec);
    for (std::size_t i = 0; i < objects.size(); ++i) {
        table += fmt::format("{:010} 00000 n \n", file.size());
        file += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
    }
    auto const count = objects.size() + 1;
    file +=
        fmt::format("xref\n0 {0}\n{1}trailer\n<</Size {0}/Root 1 0 R{2}>>\nstartxref\n{3}\n%%EOF\n",
                    count, table, spec.locked ? lock() : std::string(), file.size());
    return fileOf(file, "pdf");
}

}  // namespace tocsin::test
