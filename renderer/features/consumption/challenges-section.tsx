export const ChallengesSection = (_: { handbookNo: string }) => null
