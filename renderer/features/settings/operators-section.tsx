export const OperatorsSection = () => null
