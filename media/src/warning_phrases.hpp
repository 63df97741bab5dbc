// SPDX-License-Identifier: Apache-2.0
// Chinese is written without blanks, and a line may end anywhere. It reads better if these words,
// of which warnings are full, stay whole; there is no need to know all words.
#pragma once

#include <array>
#include <string_view>

namespace tocsin::media::detail {

/// In UTF-8, parted by blanks.
inline constexpr std::string_view kWholeWords =
    "蓝色 黄色 橙色 红色 白色 预警 警报 信号 发布 变更 解除 升级 疏散 撤离 通知 公告 启事 演练 "
    "暴雨 暴雪 台风 高温 雷电 雷雨 大风 雷暴 寒潮 大雾 浓雾 冰雹 霜冻 结冰 干旱 沙尘 灰霾 霾 地震 "
    "海啸 洪水 山洪 滑坡 泥石流 内涝 灾害 地质 森林 火险 火灾 火情 中毒 食物 触电 电梯 困人 "
    "气象台 气象 应急 公共 卫生 事件 停电 停水 停气 停诊 寻人 突发 事故 消防 城乡 城区 乡镇 东部 "
    "西部 南部 北部 中部 沿海 海面 山区 地区 局地 部分 预计 未来 小时 分钟 今天 明天 今晚 夜间 "
    "白天 "
    "上午 下午 降雨 降水 雨量 毫米 气温 最高 最低 平均 风力 风速 能见度 摄氏度 以上 以下 左右 可能 "
    "可达 将达 伴有 短时 强降水 出现 发生 影响 持续 继续 期间 区域 风险 极高 较高 注意 防范 防御 "
    "指南 停止 集会 停课 停业 停工 行业 特殊 除外 单位 个人 居民 市民 群众 学生 儿童 老人 患者 "
    "家属 "
    "人员 驾驶 车辆 立即 尽快 迅速 及时 转移 避险 避开 避免 远离 切断 电源 关闭 门窗 安全 出口 "
    "场所 "
    "危险 地带 积水 路段 切勿 不要 涉水 行车 出行 外出 户外 室内 室外 大型 活动 高空 作业 加固 "
    "搭建物 "
    "楼梯 有序 最近 毛巾 湿毛巾 口鼻 广场 集合 储水 检修 管网 恢复 供水 供电 供气 门诊 住院部 急诊 "
    "医院 学校 工地 电话 联系 报警 请勿";

}  // namespace tocsin::media::detail
