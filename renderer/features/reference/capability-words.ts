/** facts of the enterprise for which customs must or may ask for a guarantee. */
export const flagNames = {
  leasedPlant: '租赁厂房或者设备',
  underSmugglingInvestigation: '涉嫌走私被立案侦查',
  underInvestigation: '涉嫌违规被立案调查',
  orderedToRectify: '因管理混乱被海关要求整改',
}
export type Flag = keyof typeof flagNames
export const flags: readonly Flag[] = ['leasedPlant', 'underSmugglingInvestigation', 'underInvestigation', 'orderedToRectify']
