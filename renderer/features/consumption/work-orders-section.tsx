export const WorkOrdersSection = (_: { handbookNo: string }) => null
