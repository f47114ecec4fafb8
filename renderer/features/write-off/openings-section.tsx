import { Empty } from '../../components/empty.tsx'

/** Not built yet. */
export const OpeningsSection = (_: { handbookNo: string; closed: boolean }) => <Empty>这一页尚未建成。</Empty>
