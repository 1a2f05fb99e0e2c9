/** The text of the dashboard's file, made of `dashboard.ts`. */
export function dashboardText(): Promise<string>;
