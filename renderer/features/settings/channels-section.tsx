import { Empty } from '../../components/empty.tsx'

/** Not built yet. */
export const ChannelsSection = () => <Empty>这一页尚未建成。</Empty>
