export const MappingsSection = (_: { handbookNo: string }) => null
