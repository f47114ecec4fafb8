export const BomsSection = (_: { handbookNo: string }) => null
