/** R-30, in its order: use of material that is no 工艺损耗. It explains a deviation, and never becomes part of a 损耗率. */
export const incidentReasons = [
  '突发停电、停水、停气或其他人为原因',
  '丢失、破损',
  '不可抗力',
  '料件或成品的质量、规格与合同不符',
  '工艺用的非保税料件',
  '消耗性材料',
] as const
