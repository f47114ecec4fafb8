export const SelfVerificationSection = (_: { handbookNo: string }) => null
