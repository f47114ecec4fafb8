/** Lines as a factory's lists have them, the same on every run. */
export interface Line {
  id: string
  listNo: string
  seq: string
  partNo: string
  name: string
  spec: string
  unit: string
  mode: string
  bookedOn: string
  quantity: string
  net: string
  price: string
  amount: string
  imported: string
  consumed: string
  balance: string
  country: string
  remark: string
}

const names = ['棉制针织面料', '聚酯拉链', '纽扣', '缝纫线', '主标', '洗水标', '衬布', '松紧带', '尼龙扣', '吊牌']
const specs = ['100%棉 175g/m²', '5号 尼龙', '', '402 涤纶', '织造', '缎带', '涤纶 30D', '宽 2.5cm']
const units = ['035 千克', '030 米', '007 个', '011 件', '032 平方米']
const modes = ['0615 进料对口', '0654 进料深加工', '0664 进料料件复出', '0644 进料料件内销']
const countries = ['142 中国', '116 日本', '133 韩国', '143 中国台湾', '502 美国']

const pick = (from: readonly string[], index: number): string => from[index % from.length] ?? ''
const decimal = (scaled: number, places: number): string => {
  const digits = String(Math.abs(scaled)).padStart(places + 1, '0')
  return `${scaled < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

export function linesOf(count: number): Line[] {
  return Array.from({ length: count }, (_, index) => {
    const mixed = (index * 7919) % 1_000_003
    return {
      id: `L${index}`,
      listNo: `QD53162025I${String(Math.floor(index / 20)).padStart(7, '0')}`,
      seq: String((index % 200) + 1),
      partNo: `F-${String(mixed % 9000).padStart(4, '0')}-${'ABCD'[index % 4]}`,
      name: pick(names, mixed),
      spec: pick(specs, index),
      unit: pick(units, mixed),
      mode: pick(modes, index),
      bookedOn: `2025-${String((mixed % 12) + 1).padStart(2, '0')}-${String((mixed % 28) + 1).padStart(2, '0')}`,
      quantity: decimal(mixed * 137, 5),
      net: decimal((mixed % 900_000_000) + 1, 9),
      price: decimal(mixed % 90_000, 4),
      amount: decimal(mixed * 31, 2),
      imported: decimal(mixed * 1_000, 5),
      consumed: decimal(mixed * 900, 5),
      balance: decimal((mixed - 80_000) * 100, 5),
      country: pick(countries, mixed),
      remark: index % 50 === 0 ? '退运\n见附件"3"' : '',
    }
  })
}
